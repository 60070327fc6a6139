import { createAsk, type Answered, type NotAsked } from './create-ask.ts';
import { createCallApi } from './create-call-api.ts';
import { createPlans } from './create-plans.ts';
import { createReportQueue } from './create-report-queue.ts';
import { createSession, type LoginResult } from './create-session.ts';
import { createStore } from './create-store.ts';
import { textOf, type Problem, type Tell } from './problem.ts';
import type { AskResult } from './read-results.ts';
import { readSettings, type Settings } from './read-settings.ts';
import type { WxApi } from './wx-api.ts';

export type YuexinOptions = {
  /** Where Yuexin's api answers, https in production: a legal domain of the mini program. */
  baseUrl: string;
  appId: string;
  wx: WxApi;
  /** Told what went wrong, for the page's own log. */
  onProblem?: (problem: Problem) => void;
  nowMs?: () => number;
  wait?: (ms: number) => Promise<void>;
};

/** The user's side of Yuexin. No method throws or rejects: a push service must never break the page. */
export type Yuexin = {
  login(phoneCode?: string): Promise<LoginResult>;
  /** Fetches which templates this page should ask for. Call it when the page is shown: a tap cannot wait for it. */
  prepareAsk(page: string): Promise<string[]>;
  /**
   * To be called in a tap handler, before anything is awaited: WeChat shows its pop-up only there. Asks for `templateIds`, or for what
   * `prepareAsk` found. Answers are kept on the phone until the service has them.
   */
  askForGrants(input: { page: string; templateIds?: string[] }): Promise<Answered | NotAsked>;
  readSettings(): Promise<Settings | null>;
  /** Posts the answers that wait. Resolves to how many wait still. */
  flush(): Promise<number>;
  waitingReports(): number;
};

/** Of every base library; its types are not needed for more. */
declare const setTimeout: (run: () => void, ms: number) => unknown;

const realWait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** A user's reports are told apart by it; no two taps of one user, on whatever phones, will make the same. */
const newRequestId = (nowMs: number): string =>
  nowMs.toString(36) + Math.random().toString(36).slice(1);

export function createYuexin(options: YuexinOptions): Yuexin {
  const { wx, appId, baseUrl, onProblem, nowMs = Date.now, wait = realWait } = options;
  const tell: Tell = (where, error) => onProblem?.({ where, message: textOf(error) });
  const store = createStore({ wx, appId, tell });
  const session = createSession({
    ...{ wx, store, appId, nowMs, wait, tell },
    callApi: createCallApi({ wx, baseUrl }),
    onLogin: () => void reports.flush(),
  });
  const reports = createReportQueue({ session, store, tell });
  const plans = createPlans({ wx, session, store, tell });

  const keep = async (page: string, results: Record<string, AskResult>): Promise<void> => {
    if (Object.keys(results).length === 0) return;
    const askedAt = new Date(nowMs()).toISOString();
    reports.add({ requestId: newRequestId(nowMs()), page, askedAt, results });
    // The next ask of this page is another one: what was just granted is not wanted any more.
    if ((await reports.flush()) === 0) await plans.prepare(page);
  };
  const ask = createAsk({
    ...{ wx, tell, onFailed: plans.learn },
    onAnswered: (page, results) => void keep(page, results),
  });

  try {
    wx.onNetworkStatusChange(({ isConnected }) => {
      if (isConnected && reports.waiting() > 0) void reports.flush();
    });
  } catch (error) {
    tell('report', error);
  }
  return {
    login: session.login,
    prepareAsk: plans.prepare,
    askForGrants: ({ page, templateIds = plans.of(page) }) => ask(page, templateIds),
    readSettings: () => readSettings({ wx, tell }),
    flush: reports.flush,
    waitingReports: reports.waiting,
  };
}
