import { normaliseError } from '@yuexin/errors';
import type { CallbackJobHandler, JobFate } from '@yuexin/queue';
import type { CallbackResult, TakenCallback } from '@yuexin/storage';
import type { Logger } from '@yuexin/telemetry';
import { jitterMs, type Random } from '../flow/jitter.ts';
import type { WorkerMetrics } from '../worker-metrics.ts';
import type { CallbackBatchers } from './callback-batchers.ts';
import type { TellCallback } from './tell-callback.ts';

const awayDelay = { minMs: 1_000, maxMs: 3_000 };

/**
 * A job is one of its endpoint's places: it tells the callback it names and then, while there are any, the next ones that are due
 * for the same endpoint. So each endpoint goes at its own pace, and none holds more than its places.
 */
export function createCallbackHandler(deps: {
  batchers: CallbackBatchers;
  tell: TellCallback;
  /** Aborted when the process gives up what is under way. */
  giveUp: AbortSignal;
  random: Random;
  logger: Logger;
  metrics: Pick<WorkerMetrics, 'callbackAttempts' | 'callbackSeconds'>;
}): CallbackJobHandler {
  const { batchers, tell, giveUp, metrics } = deps;

  const count = ({ decision, durationMs }: CallbackResult): void => {
    metrics.callbackAttempts.inc({ result: decision.verdict });
    metrics.callbackSeconds.observe(durationMs / 1_000);
  };

  const tellAll = async (first: TakenCallback | null): Promise<void> => {
    let callback = first;
    while (callback !== null) {
      const { endpointId } = callback;
      const result = await tell(callback, giveUp);
      if (result === null) return;
      count(result);
      callback = await batchers.settle.add({ result, endpointId });
    }
  };

  return async ({ callbackId }): Promise<JobFate> => {
    try {
      await tellAll(await batchers.take.add(callbackId));
      return { kind: 'complete' };
    } catch (thrown) {
      const error = normaliseError(thrown);
      if (error.kind === 'bug') throw thrown;
      // What was told and could not be written down is told again when its lease is over.
      deps.logger.warn('a callback waits for the database', { callbackId, error });
      return { kind: 'later', delayMs: jitterMs(awayDelay, deps.random) };
    }
  };
}
