import type { AskFailure } from './ask-failure.ts';
import type { Session } from './create-session.ts';
import type { Store } from './create-store.ts';
import type { Tell } from './problem.ts';
import { readSettings, type Settings } from './read-settings.ts';
import type { WxApi } from './wx-api.ts';

export type Plans = {
  /** Asks the service and the user's settings; without a network the last plan stays. Resolves to the templates to ask for. */
  prepare: (page: string) => Promise<string[]>;
  /** What was prepared last, at once: a tap cannot wait. */
  of: (page: string) => string[];
  /** An ask for so many templates failed: the next one must not fail for the same reason. */
  learn: (page: string, reason: AskFailure, asked: number) => void;
};

/** Which templates each page should ask for next. What the user has rejected for good is not asked for: nothing would be shown. */
export function createPlans(deps: {
  wx: Pick<WxApi, 'getSetting'>;
  session: Pick<Session, 'call'>;
  store: Store;
  tell: Tell;
}): Plans {
  const { session, store } = deps;
  const of = (page: string): string[] => store.read<string[]>(`plan:${page}`, []);
  const keep = (page: string, plan: string[]): string[] => {
    const kept = plan.slice(0, store.read('most', plan.length));
    store.write(`plan:${page}`, kept);
    return kept;
  };

  return {
    of,
    async prepare(page) {
      const {
        mainSwitch = true,
        rejected = [],
        accepted = [],
      } = Object(await readSettings(deps)) as Partial<Settings>;
      // The service knows neither what was kept in a pop-up nor what was allowed again in the settings.
      const path = `plan?page=${encodeURIComponent(page)}&rejected=${rejected.join()}&accepted=${accepted.join()}`;
      const answer = await session.call({ path, has: 'templateIds' });
      let wanted = of(page);
      if (answer.kind === 'ok') wanted = answer.body.templateIds as string[];
      else deps.tell('plan', answer.reason);
      return keep(
        page,
        wanted.filter((id) => mainSwitch && !rejected.includes(id)),
      );
    },
    learn(page, reason, asked) {
      // Older clients take three, the oldest one (wechat-facts 4.1).
      if (reason === 'too-many') store.write('most', asked > 3 ? 3 : 1);
      // What WeChat refuses as a whole would be refused again, until the service has another plan.
      keep(page, /template|kinds/.test(reason) ? [] : of(page));
    },
  };
}
