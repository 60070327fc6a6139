import { createBoundedBatcher } from '@yuexin/domain';
import { AppError, normaliseError } from '@yuexin/errors';
import type { HotPath, SettleResult, Settlement } from '@yuexin/storage';
import type { Logger } from '@yuexin/telemetry';
import { jitterMs, type Random } from '../flow/jitter.ts';
import { sleep } from '../flow/sleep.ts';
import type { QueueFeeder } from '../queue-feeder.ts';
import type { WorkerMetrics } from '../worker-metrics.ts';
import { actionOnFailure } from './database-failure.ts';
import { settledInOrder } from './settled-in-order.ts';

export type SettledPush = SettleResult['settled'][number];

export type SettleAttempt = {
  /** Null when it could not be committed: the lease runs out and the push becomes unconfirmed. */
  settle(settlement: Settlement): Promise<SettledPush | null>;
  drain(): Promise<void>;
};

const maxBatchSize = 200;
/** A statement the database refuses ten times will be refused for ever: a bug, said out loud. */
const maxRefusals = 10;
const wait = { minMs: 100, maxMs: 5_000 };

type Deps = {
  hotPath: Pick<HotPath, 'settleAttempts'>;
  feeder: Pick<QueueFeeder, 'feedSoon'>;
  /** Aborted at the end of a shutdown: what is not committed by then is left to the lease. */
  giveUp: AbortSignal;
  logger: Logger;
  metrics: Pick<WorkerMetrics, 'settleBatch' | 'settleRetries'>;
  random: Random;
};

/**
 * Writes what attempts learned, many in one statement, two in flight. While the database is away the results stay in
 * memory and are tried again until shutdown; running one twice is safe, the second finds the attempt superseded.
 */
export function createSettleAttempt(deps: Deps): SettleAttempt {
  const batcher = createBoundedBatcher<Settlement, SettledPush | Error>({
    maxBatchSize,
    // Bounded by the sends in flight; an answer of WeChat must never be refused.
    maxWaiting: Infinity,
    overflow: () => new AppError('overloaded', { message: 'Too many settles are waiting.' }),
    onFailure: actionOnFailure,
    onBatch: (size) => deps.metrics.settleBatch.observe(size),
    run: async (settlements) => {
      const result = await deps.hotPath.settleAttempts(settlements);
      deps.feeder.feedSoon(result.due);
      return settledInOrder(settlements, result);
    },
  });

  const settleOnce = async (settlement: Settlement): Promise<SettledPush | AppError> => {
    try {
      const answer = await batcher.add(settlement);
      return answer instanceof Error ? normaliseError(answer) : answer;
    } catch (error) {
      return normaliseError(error);
    }
  };

  const settle: SettleAttempt['settle'] = async (settlement) => {
    let refusals = 0;
    for (let round = 0; ; round += 1) {
      const answer = await settleOnce(settlement);
      if (!(answer instanceof AppError)) return answer;
      if (answer.kind !== 'unavailable') refusals += 1;
      if (deps.giveUp.aborted || refusals >= maxRefusals) {
        reportLoss(deps.logger, settlement, answer);
        return null;
      }
      deps.metrics.settleRetries.inc();
      await sleep(backoffMs(round, deps.random), deps.giveUp);
    }
  };
  return { settle, drain: () => batcher.drain() };
}

function backoffMs(round: number, random: Random): number {
  const ceiling = Math.min(wait.maxMs, wait.minMs * 2 ** Math.min(round, 10));
  return jitterMs({ minMs: wait.minMs, maxMs: ceiling }, random);
}

function reportLoss(logger: Logger, settlement: Settlement, error: AppError): void {
  logger.error('an attempt could not be settled; its push becomes unconfirmed', {
    pushId: settlement.pushId,
    attemptId: settlement.attemptId,
    outcome: settlement.outcome.kind,
    error,
  });
}
