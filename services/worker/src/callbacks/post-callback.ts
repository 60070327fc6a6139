import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { findUrlProblems, type JudgeAddress } from '@yuexin/callbacks';
import { got } from 'got';
import type { Clock } from '@yuexin/telemetry';
import { createGuardedLookup, type LookUpAll } from './guarded-lookup.ts';
import { describeCallFailure } from './describe-call-failure.ts';
import { readStart } from './read-start.ts';

export type CallbackCall = {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  signal: AbortSignal;
};

/** `status` null: nothing was answered, and `error` says why. `answer`: how the answer begins. */
export type CallbackReply = {
  status: number | null;
  retryAfter: string | undefined;
  answer: string | null;
  error: string | null;
  durationMs: number;
};

export type PostCallback = (call: CallbackCall) => Promise<CallbackReply>;

const connectMs = 5_000;
const requestMs = 15_000;

/**
 * One POST to a place that a caller named: a connection of its own, so that its address is looked up and judged each time; no
 * redirects, no retries, one limit for all of it, and of the answer the beginning only. Never rejects for what the other side does.
 */
export function createPostCallback(deps: {
  lookUp: LookUpAll;
  judgeAddress: JudgeAddress;
  allowPrivate: boolean;
  clock: Pick<Clock, 'monotonicMs'>;
}): PostCallback {
  const { clock, allowPrivate, judgeAddress } = deps;
  const client = got.extend({
    agent: { http: new HttpAgent(), https: new HttpsAgent() },
    dnsLookup: createGuardedLookup(deps),
    timeout: { connect: connectMs, secureConnect: connectMs, request: requestMs },
    followRedirect: false,
    retry: { limit: 0 },
    throwHttpErrors: false,
    decompress: false,
  });

  return async ({ url, headers, body, signal }) => {
    const startedAtMs = clock.monotonicMs();
    const end = (reply: Omit<CallbackReply, 'durationMs'>): CallbackReply => ({
      ...{ ...reply, durationMs: clock.monotonicMs() - startedAtMs },
    });
    const none = { status: null, retryAfter: undefined, answer: null };
    // An address is not looked up, and what was allowed when the endpoint was made may not be now.
    const [problem] = findUrlProblems(url, { allowPrivate, judgeAddress });
    if (problem !== undefined)
      return end({ ...none, error: `refused: the URL ${problem.message}` });
    const stream = client.stream.post(url, { headers, body: Buffer.from(body, 'utf8'), signal });
    const { response, text, error } = await readStart(stream);
    if (response === null) return end({ ...none, error: describeCallFailure(error) });
    const { statusCode: status, headers: answered } = response;
    return end({
      status,
      retryAfter: answered['retry-after'],
      answer: text,
      error: status >= 300 && status < 400 ? 'redirects are not followed' : null,
    });
  };
}
