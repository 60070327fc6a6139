import {
  createAsk,
  notAsked,
  type Answered,
  type AskedFor,
  type NotAsked,
  type PageAnswers,
} from './create-ask.ts';
import { createCallApi } from './create-call-api.ts';
import { createPlans } from './create-plans.ts';
import { createReportQueue } from './create-report-queue.ts';
import { createSession, type LoginResult } from './create-session.ts';
import { createStore } from './create-store.ts';
import { away, textOf, type Problem, type Tell } from './problem.ts';
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
  askForGrants(input: AskedFor & { templateIds?: string[] }): Promise<Answered | NotAsked>;
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
const newRequestId = (nowMs: number): string => nowMs.toString(36) + Math.random().toString(36);

export function createYuexin(options: YuexinOptions): Yuexin {
  const { wx, onProblem, nowMs = Date.now, wait = realWait } = options;
  const tell: Tell = (where, error) => {
    try {
      onProblem?.({ where, message: textOf(error) });
    } catch {
      // The page's own log fails: there is nobody to tell.
    }
  };
  const deps = { ...options, nowMs, wait, tell };
  /** Calls it in the same turn, as the tap demands. Whatever goes wrong, the page gets an answer. */
  const quietly =
    <Given extends unknown[], Said>(
      run: (...given: Given) => Said | Promise<Said>,
      otherwise: Said,
    ) =>
    async (...given: Given): Promise<Said> => {
      try {
        return await run(...given);
      } catch (error) {
        tell('ask', error);
        return otherwise;
      }
    };
  const store = createStore(deps);
  const onLogin = (): void => void reports.flush();
  const session = createSession({ ...deps, store, callApi: createCallApi(deps), onLogin });
  const kept = { ...deps, session, store };
  const reports = createReportQueue(kept);
  const plans = createPlans(kept);

  const keep = async (answers: PageAnswers): Promise<void> => {
    reports.add({
      ...answers,
      requestId: newRequestId(nowMs()),
      askedAt: new Date(nowMs()).toISOString(),
    });
    // The next ask of this page is another one: what was just granted is not wanted any more.
    if ((await reports.flush()) === 0) await plans.prepare(answers.page);
  };
  const onAnswered = quietly(keep, undefined);
  const ask = createAsk({ ...deps, onFailed: plans.learn, onAnswered });

  const listen = (): void =>
    wx.onNetworkStatusChange(({ isConnected }) => {
      if (isConnected) void reports.flush();
    });
  void quietly(listen, undefined)();
  return {
    login: quietly(session.login, away('')),
    prepareAsk: quietly(async (page) => {
      // What was answered where there was no network: the plan must know of it.
      await reports.flush();
      return plans.prepare(page);
    }, []),
    askForGrants: quietly(
      ({ page, purpose, templateIds = plans.of(page) }) => ask({ page, purpose }, templateIds),
      notAsked('unknown'),
    ),
    readSettings: quietly(() => readSettings(deps), null),
    flush: reports.flush,
    waitingReports: reports.waiting,
  };
}
