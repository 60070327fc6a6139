import type { Sweeps } from '@yuexin/storage';
import type { QueueFeeder } from '../queue-feeder.ts';
import { sweepAndFeed } from './sweep-and-feed.ts';
import type { Sweep } from './sweep.ts';

/** Send slots of users whose push is not being sent any more. */
export function freeSlots(deps: {
  sweeps: Pick<Sweeps, 'freeSlots'>;
  feeder: Pick<QueueFeeder, 'feed'>;
}): Sweep {
  return sweepAndFeed({
    name: 'free-slots',
    everyMs: 2_000,
    limit: 500,
    feeder: deps.feeder,
    sweep: (limit) => deps.sweeps.freeSlots(limit),
  });
}
