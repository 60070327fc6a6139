import type { ReplayRepository } from '@yuexin/storage';
import type { WorkerMetrics } from '../worker-metrics.ts';
import { carryOnReplay, type ReplayDeps } from './carry-on-replay.ts';
import type { Sweep } from './sweep.ts';

/** Operators' replays, each at its own rate; what a crashed worker left goes on from where it was committed. */
export function runReplays(
  deps: ReplayDeps & {
    replays: Pick<ReplayRepository, 'listRunning'>;
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
        total += await carryOnReplay(deps, replay, signal);
      }
      return total;
    },
  };
}
