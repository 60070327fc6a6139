import type { CallDescription } from '../call-description.ts';
import { ProblemError } from '../errors/problem-error.ts';
import { YuexinError } from '../errors/yuexin-error.ts';

/** POSTs that change nothing, or are the same thing when they are done twice. */
const repeatable = new Set([
  ...['explainPush', 'searchPushes', 'searchUsers', 'createReplay'],
  ...['previewAudience', 'startAudience'],
]);

/** The answers to a request that was turned away before anything was done. */
const nothingDone = new Set<string>(['rate-limited', 'overloaded', 'idempotency-in-flight']);

/**
 * Whether a call that failed may be sent again without doing a thing twice. What is not idempotent, and may have been
 * done, is not: its caller has to look first.
 */
export function mayRepeat(call: CallDescription, error: unknown): boolean {
  if (!(error instanceof YuexinError) || !error.isRetryable) return false;
  if (error instanceof ProblemError && nothingDone.has(error.code)) return true;
  return (
    call.takesIdempotencyKey ||
    ['GET', 'PUT', 'DELETE'].includes(call.method) ||
    repeatable.has(call.operationId)
  );
}
