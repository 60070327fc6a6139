import type { Session } from './create-session.ts';
import type { Store } from './create-store.ts';
import type { Tell } from './problem.ts';
import { isAccept, type AskResult } from './read-results.ts';

export type Report = {
  requestId: string;
  page: string;
  purpose?: string | undefined;
  askedAt: string;
  results: Record<string, AskResult | undefined>;
};

export type ReportQueue = {
  /** Kept on the phone until the service has it, over restarts. */
  add(report: Report): void;
  /** Posts what waits, oldest first. Resolves to how many wait still; calls at once share the work. */
  flush: () => Promise<number>;
  waiting: () => number;
};

/** Far more than a month without a network; beyond it answers that grant nothing go. One that grants something never does. */
const mostKept = 500;

/** The codes of refusals that are about the report itself, and the same whenever it is posted: invalid-request, template-unknown, payload-too-large. */
const aboutReport = /^(invalid|template|payload)/;

const grantsNothing = ({ results }: Report): boolean => !Object.values(results).some(isAccept);

/** What users answered and the service does not know yet. A report counts once, however often it is posted: its id sees to that. */
export function createReportQueue(deps: {
  session: Pick<Session, 'call'>;
  store: Store;
  tell: Tell;
}): ReportQueue {
  const { session, store, tell } = deps;
  let underWay: Promise<number> | null = null;
  const read = (): Report[] => Array.from(store.read<ArrayLike<Report>>('reports', []));

  /** False: it waits. */
  const post = async (body: Report): Promise<boolean> => {
    const answer = await session.call({ path: 'grants', body, has: 'recorded' });
    const left: Record<string, unknown> = { ...body };
    const results: Report['results'] = (left.results = { ...body.results });
    if (answer.kind !== 'ok') {
      // Not a word about the report, as where the address is wrong: that will pass.
      if (answer.kind === 'away' || !aboutReport.test(answer.reason)) return false;
      tell('report', [answer.reason, ...answer.pointers].join(' '));
      // Refused whole where one template is unknown to the service, or its page cannot be one: the others' answers must not be lost.
      for (const pointer of answer.pointers) {
        // Pointers are `/page` and `/results/<templateId>`; what is undefined is in no JSON.
        const [, member = '', id] = pointer.split('/');
        if (id) results[id] = undefined;
        else left[member] = undefined;
      }
    }
    const isLess = JSON.stringify(left) !== JSON.stringify(body);
    const isLeft = isLess && Object.values(results).some(Boolean);
    // By its id: while it was under way another may have taken its place.
    const others = read().filter(({ requestId }) => requestId !== body.requestId);
    store.write('reports', isLeft ? [left, ...others] : others);
    return true;
  };
  const flush = async (): Promise<void> => {
    let next = read()[0];
    while (next && (await post(next))) next = read()[0];
  };

  return {
    add(report) {
      const kept = [...read(), report];
      const dispensable = kept.findIndex(grantsNothing);
      if (dispensable >= 0 && kept.length > mostKept) kept.splice(dispensable, 1);
      store.write('reports', kept);
    },
    flush: () =>
      (underWay ??= flush()
        // Whatever went wrong, the next flush tries again.
        .catch((error: unknown) => tell('report', error))
        .then(() => {
          underWay = null;
          return read().length;
        })),
    waiting: () => read().length,
  };
}
