/** What one call to an endpoint gave: an answer with its status, or none. */
export type CallbackAnswer =
  { kind: 'answered'; status: number; retryAfterMs: number | null } | { kind: 'unanswered' };

export type CallbackDecision = {
  /** `again`: later; `failed`: not again by itself; `gone`: its endpoint wants no more at all. */
  verdict: 'delivered' | 'again' | 'failed' | 'gone';
  nextAt: Date | null;
  /** The endpoint asked to be left alone until then. */
  blockedUntil: Date | null;
};

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** After the first, second, … failure; together a little less than a day. */
const delaysMs = [
  5 * second,
  30 * second,
  2 * minute,
  10 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  6 * hour,
  10 * hour,
] as const;

/** Tries of one callback, unless a person asks for more. */
export const CALLBACK_TRIES_MAX = delaysMs.length + 1;

const isAskedToWait = (status: number): boolean => status === 429 || status === 503;

/**
 * Decides about a callback after a call (contract 9): 2xx is delivered, 410 ends the endpoint, everything else (redirects too) is
 * tried again over a day, each wait up to a fifth longer or shorter. `Retry-After` makes a wait longer, never shorter, up to a day.
 * `tries`: calls of this round, this one included. A test is tried once.
 */
export function decideCallback(input: {
  answer: CallbackAnswer;
  tries: number;
  isTest: boolean;
  now: Date;
  random: () => number;
}): CallbackDecision {
  const { answer, tries, isTest, now } = input;
  const after = (ms: number): Date => new Date(now.getTime() + Math.round(ms));
  const end = (verdict: 'delivered' | 'failed' | 'gone'): CallbackDecision => ({
    ...{ verdict, nextAt: null, blockedUntil: null },
  });
  const status = answer.kind === 'answered' ? answer.status : null;
  if (status !== null && status >= 200 && status < 300) return end('delivered');
  if (isTest) return end('failed');
  if (status === 410) return end('gone');

  const asked = answer.kind === 'answered' ? answer.retryAfterMs : null;
  const retryAfterMs = asked === null ? 0 : Math.min(asked, day);
  const isBlocking = status !== null && isAskedToWait(status) && retryAfterMs > 0;
  const blockedUntil = isBlocking ? after(retryAfterMs) : null;
  const delayMs = delaysMs[tries - 1];
  if (delayMs === undefined) return { verdict: 'failed', nextAt: null, blockedUntil };
  const jitteredMs = delayMs * (0.8 + input.random() * 0.4);
  return { verdict: 'again', nextAt: after(Math.max(jitteredMs, retryAfterMs)), blockedUntil };
}

/** The wait that a `Retry-After` header asks for: seconds or an HTTP date. Null: none, or not to be understood. */
export function readRetryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * second;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
