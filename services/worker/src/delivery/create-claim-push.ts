import { createBoundedBatcher } from '@yuexin/domain';
import { AppError } from '@yuexin/errors';
import type { ClaimRequest, ClaimResult, HotPath } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import { jitterMs, type Random } from '../flow/jitter.ts';
import { sleep } from '../flow/sleep.ts';
import type { WorkerMetrics } from '../worker-metrics.ts';
import { actionOnFailure } from './database-failure.ts';

/** Time between the last moment a send may begin and the end of the lease. */
const leaseSlackMs = 5_000;

/** After it no request may be written: on both clocks, so that a suspended machine is noticed. */
export type SendDeadline = { at: Date; monotonicMs: number };

export type Claim = { result: ClaimResult; deadline: SendDeadline };

export type ClaimPush = {
  claim(job: { pushId: string; cycle: number }): Promise<Claim>;
  drain(): Promise<void>;
};

const maxBatchSize = 200;
const againWait = { minMs: 200, maxMs: 1_000 };

/**
 * Claims what concurrent jobs ask for in few statements, two in flight (design 9).
 * The deadline is counted from before the statement on this machine's own clocks: always earlier than the lease in the
 * database less the slack, however far the two machines' clocks are apart.
 * A database that goes away may have committed a claim whose answer is lost: nobody would send those pushes, and all of them
 * would become unconfirmed. So the batch asks again with the same attempt ids, for as long as its lease could last.
 */
export function createClaimPush(deps: {
  hotPath: Pick<HotPath, 'claimPushes'>;
  workerId: string;
  sendTimeoutMs: number;
  maxWaiting: number;
  newId: () => string;
  /** Aborted when the process stops taking: a lost answer is not waited for any longer. */
  stopTaking: AbortSignal;
  clock: Clock;
  random: Random;
  metrics: Pick<WorkerMetrics, 'claimBatch'>;
}): ClaimPush {
  const { hotPath, workerId, sendTimeoutMs, clock } = deps;
  const leaseMs = sendTimeoutMs + leaseSlackMs;

  const claimOrAskAgain = async (
    requests: readonly ClaimRequest[],
    leaseOverMs: number,
  ): Promise<ClaimResult[]> => {
    for (;;) {
      try {
        return await hotPath.claimPushes({ requests, workerId, leaseMs });
      } catch (error) {
        const isAway = actionOnFailure(error) === 'fail';
        if (!isAway || deps.stopTaking.aborted || clock.monotonicMs() >= leaseOverMs) throw error;
        await sleep(jitterMs(againWait, deps.random), deps.stopTaking);
      }
    }
  };

  const batcher = createBoundedBatcher<{ pushId: string; cycle: number }, Claim>({
    maxBatchSize,
    maxWaiting: deps.maxWaiting,
    overflow: () => new AppError('overloaded', { message: 'Too many claims are waiting.' }),
    onFailure: actionOnFailure,
    onBatch: (size) => deps.metrics.claimBatch.observe(size),
    run: async (jobs) => {
      const deadline = {
        at: new Date(clock.now().getTime() + sendTimeoutMs),
        monotonicMs: clock.monotonicMs() + sendTimeoutMs,
      };
      const requests = jobs.map((job) => ({ ...job, attemptId: deps.newId() }));
      const results = await claimOrAskAgain(requests, clock.monotonicMs() + leaseMs);
      return results.map((result) => ({ result, deadline }));
    },
  });
  return { claim: (job) => batcher.add(job), drain: () => batcher.drain() };
}
