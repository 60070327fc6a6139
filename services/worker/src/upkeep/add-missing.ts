import { groupByApp, type QueueHub } from '@yuexin/queue';
import type { DuePush, Sweeps } from '@yuexin/storage';
import type { QueueFeeder } from '../queue-feeder.ts';
import type { Sweep } from './sweep.ts';

const batchSize = 1_000;
/** No run holds its turn for ever: the walk goes on with the next. */
const maxSteps = 50;

/**
 * Accepted, but not on the queue (design 11): queued pushes that have no job get one. Walks over all of them, a step a second, so that
 * a long backlog costs little; where something is missing, it goes on at once.
 */
export function addMissing(deps: {
  sweeps: Pick<Sweeps, 'walkQueued'>;
  queue: Pick<QueueHub, 'findMissing'>;
  feeder: Pick<QueueFeeder, 'feed' | 'isOpen'>;
}): Sweep {
  return {
    name: 'add-missing',
    everyMs: 1_000,
    isShared: true,
    run: async (signal) => {
      let total = 0;
      for (let step = 0; step < maxSteps && !signal.aborted; step += 1) {
        // While the queue is away the same rows would be found again and again.
        if (!deps.feeder.isOpen()) break;
        const walked = await deps.sweeps.walkQueued(batchSize);
        const missing = await findMissing(deps.queue, walked);
        total += (await deps.feeder.feed(missing)).length;
        if (missing.length === 0 || walked.length < batchSize) break;
      }
      return total;
    },
  };
}

async function findMissing(
  queue: Pick<QueueHub, 'findMissing'>,
  walked: readonly DuePush[],
): Promise<DuePush[]> {
  const missing: DuePush[] = [];
  for (const [appId, pushes] of groupByApp(walked))
    missing.push(...(await queue.findMissing(appId, pushes)));
  return missing;
}
