import { normaliseError } from '@yuexin/errors';
import type { ReplayRepository } from '@yuexin/storage';
import type { Logger } from '@yuexin/telemetry';
import type { WorkerMetrics } from '../worker-metrics.ts';
import { carryOnReplay, type ReplayDeps } from './carry-on-replay.ts';
import type { Sweep } from './sweep.ts';

/**
 * Operators' replays, each at its own rate; what a crashed worker left goes on from where it was committed. One that fails is
 * logged and does not stop the rest.
 */
export function runReplays(
  deps: ReplayDeps & {
    replays: Pick<ReplayRepository, 'listRunning'>;
    logger: Logger;
    metrics: Pick<WorkerMetrics, 'replaysRunning'>;
  },
): Sweep {
  return {
    name: 'run-replays',
    everyMs: 1_000,
    busyMs: 250,
    isShared: true,
    run: async (signal) => {
      const running = await deps.replays.listRunning();
      deps.metrics.replaysRunning.set(running.length);
      let total = 0;
      for (const replay of running) {
        if (signal.aborted) break;
        try {
          total += await carryOnReplay(deps, replay, signal);
        } catch (thrown) {
          const error = normaliseError(thrown);
          const facts = { replayId: replay.id, error };
          if (error.kind === 'bug') deps.logger.error('a replay failed', facts);
          else deps.logger.warn('a replay failed; it goes on later', facts);
        }
      }
      return total;
    },
  };
}
