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

/** Far more than a month without a network; beyond it answers that grant nothing go first. */
const mostKept = 500;

const grantsNothing = ({ results }: Report): boolean => !Object.values(results).some(isAccept);

/** What users answered and the service does not know yet. A report counts once, however often it is posted: its id sees to that. */
export function createReportQueue(deps: {
  session: Pick<Session, 'call'>;
  store: Store;
  tell: Tell;
}): ReportQueue {
  const { session, store, tell } = deps;
  let underWay: Promise<number> | null = null;
  const read = (): Report[] => store.read<Report[]>('reports', []);

  /** False: it waits. */
  const post = async (body: Report): Promise<boolean> => {
    const answer = await session.call({ path: 'grants', body, has: 'recorded' });
    const isRefused = answer.kind === 'refused';
    if (answer.kind === 'away' || (isRefused && answer.status === 401)) return false;
    if (isRefused) tell('report', [answer.reason, ...answer.pointers].join(' '));
    const left = isRefused ? withoutRefused(body, answer.pointers) : [];
    // By its id: while it was under way another may have taken its place.
    const others = read().filter(({ requestId }) => requestId !== body.requestId);
    store.write('reports', [...left, ...others]);
    return true;
  };
  const flush = async (): Promise<number> => {
    let next = read()[0];
    while (next && (await post(next))) next = read()[0];
    return read().length;
  };

  return {
    add(report) {
      const kept = [...read(), report];
      if (kept.length > mostKept) kept.splice(Math.max(0, kept.findIndex(grantsNothing)), 1);
      store.write('reports', kept);
    },
    flush: () =>
      (underWay ??= flush().then((left) => {
        underWay = null;
        return left;
      })),
    waiting: () => read().length,
  };
}

/**
 * A report is refused whole where one template is unknown to the service, or its purpose cannot be one; the others' answers must not
 * be lost with it.
 */
function withoutRefused(report: Report, pointers: readonly string[]): Report[] {
  const left = { ...report, results: { ...report.results } };
  let isLess = false;
  // What is undefined is in no JSON.
  for (const pointer of pointers) {
    // Pointers are `/purpose` and `/results/<templateId>`.
    const id = pointer.slice(9);
    isLess ||= id ? id in left.results : left.purpose !== undefined;
    if (id) left.results[id] = undefined;
    else left.purpose = undefined;
  }
  return isLess && Object.values(left.results).some(Boolean) ? [left] : [];
}
