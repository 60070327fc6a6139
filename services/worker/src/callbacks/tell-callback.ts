import { renderCallback, signCallback } from '@yuexin/callbacks';
import {
  decideCallback,
  readRetryAfter,
  showId,
  TEST_CALLBACK_TYPE,
  type CallbackDecision,
} from '@yuexin/domain';
import type { CallbackResult, TakenCallback } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import type { Random } from '../flow/jitter.ts';
import type { PushSpans } from '../tracing/push-spans.ts';
import type { CallbackReply, PostCallback } from './post-callback.ts';

export type TellCallback = (
  callback: TakenCallback,
  signal: AbortSignal,
) => Promise<CallbackResult | null>;

const userAgent = 'Yuexin-Callbacks/1';
const finished: CallbackDecision = { verdict: 'failed', nextAt: null, blockedUntil: null };

/**
 * Tells a callback to its endpoint, signed at this moment, and decides what follows. Null: it was interrupted by the end of the
 * process, and nobody knows whether it arrived; it is told again when its lease is over.
 */
export function createTellCallback(deps: {
  post: PostCallback;
  clock: Clock;
  random: Random;
  spans: Pick<PushSpans, 'callback'>;
}): TellCallback {
  const { post, clock, random, spans } = deps;

  const decide = (callback: TakenCallback, reply: CallbackReply): CallbackDecision => {
    const now = clock.now();
    const { status, retryAfter } = reply;
    return decideCallback({
      answer:
        status === null
          ? { kind: 'unanswered' }
          : { kind: 'answered', status, retryAfterMs: readRetryAfter(retryAfter, now) },
      tries: callback.tries + 1,
      isTest: callback.type === TEST_CALLBACK_TYPE,
      ...{ now, random },
    });
  };

  return async (callback, signal) => {
    const content = renderCallback(callback, callback.push);
    const at = clock.now();
    const head = { callbackId: callback.id, number: callback.number, at };
    if (content === null) {
      const nothing = { durationMs: 0, status: null, error: 'the push is no more', answer: null };
      return { ...head, ...nothing, decision: finished };
    }
    const body = JSON.stringify(content);
    const headers = headersOf(callback, body, at);
    const reply = await spans.callback(callback, async (span) => {
      const traceparent = span?.traceparent();
      // So that the caller's own spans join in.
      const told = traceparent === undefined ? headers : { ...headers, traceparent };
      const answered = await post({ url: callback.url, headers: told, body, signal });
      if (answered.status !== null) span?.set({ 'http.response.status_code': answered.status });
      else span?.fail('no answer');
      return answered;
    });
    if (signal.aborted && reply.status === null) return null;
    const { durationMs, status, error, answer } = reply;
    const told = { durationMs, status, error, answer };
    return { ...head, ...told, decision: decide(callback, reply) };
  };
}

function headersOf(callback: TakenCallback, body: string, at: Date): Record<string, string> {
  const id = showId('callback', callback.id);
  const timestampSeconds = Math.floor(at.getTime() / 1_000);
  return {
    'content-type': 'application/json',
    'user-agent': userAgent,
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': signCallback({ id, timestampSeconds, body, secrets: callback.secrets }),
  };
}
