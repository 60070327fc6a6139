import { ProblemError } from '../errors/problem-error.ts';
import { backOff } from './back-off.ts';
import type { ApiRequest } from './build-request.ts';
import { isStream } from './is-stream.ts';
import { mayRepeat } from './may-repeat.ts';
import { readRateLimit } from './read-rate-limit.ts';
import type { SendOnce } from './send-once.ts';

export type SendDeps = {
  sendOnce: SendOnce;
  apiKey: () => Promise<string | null>;
  limits: { timeoutMs: number; totalTimeoutMs: number; attemptsMax: number };
  /** Monotonic. */
  nowMs: () => number;
  wait: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  random: () => number;
};

/** Sends requests until they are answered. */
export type Send = (request: ApiRequest) => Promise<unknown>;

/** What waits for WeChat, or stores a thousand rows, is given longer than other calls. */
const slowMs: Readonly<Record<string, number>> = {
  login: 65_000,
  syncTemplates: 65_000,
  refreshToken: 65_000,
  importUsers: 40_000,
  importGrants: 40_000,
  createReplay: 40_000,
};

/**
 * Sends, and sends again what may be repeated, with a jittered back-off and never before `Retry-After`; all of it within
 * the total time. When the api said that this key's requests are used up, the next one waits for the new window.
 * Throws the last failure, at once when the wait would outlast the time.
 */
export function createSend(deps: SendDeps): Send {
  const { limits, nowMs } = deps;
  let noRequestsUntilMs = 0;
  const note = (headers: Headers): void => {
    const waitMs = readRateLimit(headers);
    if (waitMs > 0) noRequestsUntilMs = nowMs() + waitMs;
  };

  return async (request) => {
    const { options, call } = request;
    const timeoutMs =
      (options.timeoutMs ?? Math.max(limits.timeoutMs, slowMs[call.operationId] ?? 0)) +
      request.waitMs;
    const endMs = nowMs() + (options.totalTimeoutMs ?? limits.totalTimeoutMs) + request.waitMs;
    const paceMs = noRequestsUntilMs - nowMs();
    if (paceMs > 0 && nowMs() + paceMs < endMs) await deps.wait(paceMs, options.signal);
    for (let attempts = 1; ; attempts += 1)
      try {
        const leftMs = Math.max(1, Math.ceil(endMs - nowMs()));
        const token = await tokenOf(request, deps);
        const sent = await deps.sendOnce(request, {
          timeoutMs: Math.min(timeoutMs, leftMs),
          token,
        });
        note(sent.headers);
        return sent.answer;
      } catch (error) {
        const waitMs = waitBefore(error, backOff(attempts, deps.random));
        const isOver = attempts >= limits.attemptsMax || nowMs() + waitMs >= endMs;
        // A stream has run out.
        const isSpent = isStream(request.body);
        if (isOver || isSpent || !mayRepeat(call, error)) throw error;
        await deps.wait(waitMs, options.signal);
      }
  };
}

function waitBefore(error: unknown, jitteredMs: number): number {
  const asked = error instanceof ProblemError ? (error.retryAfterMs ?? 0) : 0;
  return asked + jitteredMs;
}

async function tokenOf({ call, sessionToken }: ApiRequest, deps: SendDeps): Promise<string | null> {
  if (call.auth === 'none') return null;
  return call.auth === 'session' ? sessionToken : deps.apiKey();
}
