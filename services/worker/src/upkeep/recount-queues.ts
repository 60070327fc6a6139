import type { QueueHub } from '@yuexin/queue';
import type { Storage } from '@yuexin/storage';
import type { Logger } from '@yuexin/telemetry';
import type { QueueFeeder } from '../queue-feeder.ts';
import type { RebuildApp } from './rebuild-app.ts';
import type { Sweep } from './sweep.ts';

const everyMs = 15_000;
/** Counted a moment apart, the two numbers disagree by what is moving; only what stays is missing. */
const patience = 3;
const maxRest = 40;

type Suspicion = { rounds: number; rest: number; nextRest: number };

/**
 * The last net under P2: an app that has more queued pushes than jobs, three counts in a row, lost some on a way nobody
 * foresaw; it is put back whole. When that did not help (a paused template keeps its pushes off the queue) it rests,
 * longer each time.
 */
export function recountQueues(deps: {
  storage: { apps: Pick<Storage['apps'], 'list'>; upkeep: Pick<Storage['upkeep'], 'countOpen'> };
  queue: Pick<QueueHub, 'counts'>;
  feeder: Pick<QueueFeeder, 'isOpen'>;
  rebuildApp: RebuildApp;
  logger: Logger;
}): Sweep {
  const suspicions = new Map<string, Suspicion>();

  const isMissing = (appId: string, missing: number): boolean => {
    if (missing <= 0) {
      suspicions.delete(appId);
      return false;
    }
    const known = suspicions.get(appId) ?? { rounds: 0, rest: 0, nextRest: 2 };
    suspicions.set(appId, known);
    if (known.rest > 0) {
      known.rest -= 1;
      return false;
    }
    known.rounds += 1;
    if (known.rounds < patience) return false;
    known.rounds = 0;
    known.rest = known.nextRest;
    known.nextRest = Math.min(maxRest, known.nextRest * 2);
    return true;
  };

  return {
    name: 'recount-queues',
    everyMs,
    isShared: false,
    run: async (signal) => {
      if (!deps.feeder.isOpen()) return 0;
      let total = 0;
      const running = (await deps.storage.apps.list()).filter((app) => app.pause === null);
      const jobs = await jobsOf(
        deps.queue,
        running.map((app) => app.appId),
      );
      const queued = new Map<string, number>();
      for (const { appId, state, count } of await deps.storage.upkeep.countOpen()) {
        if (state === 'queued') queued.set(appId, count);
      }
      for (const [appId, count] of jobs) {
        const missing = (queued.get(appId) ?? 0) - count;
        if (!isMissing(appId, missing)) continue;
        deps.logger.warn('queued pushes have no job; they are put back', { appId, missing });
        total += await deps.rebuildApp(appId, signal);
      }
      return total;
    },
  };
}

async function jobsOf(
  queue: Pick<QueueHub, 'counts'>,
  appIds: readonly string[],
): Promise<Map<string, number>> {
  const jobs = new Map<string, number>();
  for (const appId of appIds) {
    const counts = await queue.counts(appId);
    jobs.set(
      appId,
      Object.values(counts).reduce((sum, count) => sum + count, 0),
    );
  }
  return jobs;
}
