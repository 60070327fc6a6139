/** Source of jitter: uniform in [0, 1). */
type Random = () => number;

const between = (range: { minMs: number; maxMs: number; random: Random }): number =>
  Math.floor(range.minMs + range.random() * (range.maxMs - range.minMs));

/** First back-off at most; doubles each time (wechat-facts 2.3, -1: WxJava's 1 s·2^n). */
const BACKOFF_BASE_MS = 1000;
/** No back-off after an answer is longer, so that one of them never leaves the queue. */
export const BACKOFF_CAP_MS = 60_000;
/** For sends that never left (WeChat unreachable): they use no budget and last until the push expires. */
export const NOT_SENT_CAP_MS = 300_000;

/** Full jitter: uniform from nothing to `base·2^step`, at most the cap. */
export const backoffMs = (input: { step: number; capMs: number; random: Random }): number => {
  // Beyond 2^30 the number says nothing and only risks Infinity.
  const highest = BACKOFF_BASE_MS * 2 ** Math.min(Math.max(input.step, 0), 30);
  return between({ minMs: 0, maxMs: Math.min(highest, input.capMs), random: input.random });
};

/** WeChat's slot of one openid is taken: its interval was never published (wechat-facts 2.3, 43108: 200 ms-2 s). */
export const slotDelayMs = (random: Random): number => between({ minMs: 200, maxMs: 2000, random });

/** Waits after the first, second and third refusal of a token by turns: almost at once, 1-2 s, a short back-off (wechat-facts 1.2, 8.1). */
const tokenDelays = [
  { minMs: 50, maxMs: 250 },
  { minMs: 1000, maxMs: 2000 },
  { minMs: 5000, maxMs: 10_000 },
] as const;

/** Refusals of the token that one push may meet before the app rests. */
export const TOKEN_RETRIES_MAX = tokenDelays.length;

/** Null: enough. */
export const tokenDelayMs = (tokenRetries: number, random: Random): number | null => {
  const range = tokenDelays[tokenRetries];
  return range === undefined ? null : between({ ...range, random });
};
