import { readAskFailure, type AskFailure } from './ask-failure.ts';
import { callWx } from './call-wx.ts';
import type { Tell } from './problem.ts';
import { isAccept, readResults, type AskResult } from './read-results.ts';
import type { WxApi } from './wx-api.ts';

export type Answered = {
  kind: 'answered';
  results: Record<string, AskResult>;
  /** Templates that gained a grant. */
  accepted: string[];
};
export type NotAsked = { kind: 'not-asked'; reason: AskFailure };

/** Of an ask: the page it is made on, and what for, where its grants are to be kept for pushes of that. */
export type AskedFor = { page: string; purpose?: string | undefined };
export type PageAnswers = AskedFor & { results: Record<string, AskResult> };

export type Ask = (asked: AskedFor, templateIds: string[]) => Promise<Answered | NotAsked>;

/** A pop-up that was open so long may be gone; whether it is, WeChat knows. */
const longestMs = 60_000;

export const notAsked = (reason: AskFailure): NotAsked => ({ kind: 'not-asked', reason });

/** One pop-up at a time. Calls `wx` in the same turn, as its rule of the tap demands; never rejects. */
export function createAsk(deps: {
  wx: Pick<WxApi, 'requestSubscribeMessage'>;
  onAnswered: (answers: PageAnswers) => Promise<void>;
  onFailed: (page: string, reason: AskFailure, asked: number) => void;
  nowMs: () => number;
  tell: Tell;
}): Ask {
  const { wx, nowMs } = deps;
  let busyUntilMs = 0;

  return async (asked, tmplIds) => {
    const isAsking = busyUntilMs > nowMs();
    if (isAsking || !tmplIds[0]) return notAsked(isAsking ? 'busy' : 'nothing-to-ask');
    // Not for ever: of a pop-up that the client took away with its page nobody may ever hear.
    busyUntilMs = nowMs() + longestMs;
    const said = await callWx(wx, 'requestSubscribeMessage', { tmplIds });
    busyUntilMs = 0;
    if (!said.value) {
      const reason = readAskFailure(said.error);
      deps.tell('ask', said.error);
      deps.onFailed(asked.page, reason, tmplIds.length);
      return notAsked(reason);
    }
    const results = readResults(said.value, tmplIds);
    void deps.onAnswered({ ...asked, results });
    return { kind: 'answered', results, accepted: tmplIds.filter((id) => isAccept(results[id])) };
  };
}
