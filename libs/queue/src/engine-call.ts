import { AppError } from '@yuexin/errors';
import type { EngineWatch } from './engine-watch.ts';
import { errorText } from './queue-logger.ts';
import { settleWithin } from './settle-within.ts';

const defaultTimeoutMs = 5000;
const retryAfterMs = 1000;

/** Runs one piece of work against the engine; rejects with `unavailable` rather than wait for ever. */
export type EngineCall = <T>(work: () => Promise<T>, timeoutMs?: number) => Promise<T>;

export function unavailable(problem: string, cause?: unknown): AppError {
  const message = `The queue is not available: ${problem}`;
  return new AppError('unavailable', { message, retryAfterMs, cause });
}

/** While the engine is known to be down nothing is tried: a Redis client would keep all of it in memory. */
export function createEngineCall(watch: Pick<EngineWatch, 'problem'>): EngineCall {
  return async (work, timeoutMs = defaultTimeoutMs) => {
    const problem = watch.problem();
    if (problem !== null) throw unavailable(problem);
    const outcome = await settleWithin(work(), timeoutMs);
    switch (outcome.kind) {
      case 'done':
        return outcome.value;
      case 'late':
        throw unavailable(`no answer within ${timeoutMs} ms`);
      case 'failed':
        if (outcome.error instanceof AppError) throw outcome.error;
        throw unavailable(errorText(outcome.error), outcome.error);
    }
  };
}
