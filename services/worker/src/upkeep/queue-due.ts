import type { Sweeps } from '@yuexin/storage';
import type { QueueFeeder } from '../queue-feeder.ts';
import { sweepAndFeed } from './sweep-and-feed.ts';
import type { Sweep } from './sweep.ts';

/** Schedules and back-offs whose time has come go to their queues. */
export function queueDue(deps: {
  sweeps: Pick<Sweeps, 'queueDue'>;
  feeder: Pick<QueueFeeder, 'feed'>;
}): Sweep {
  return sweepAndFeed({
    name: 'queue-due',
    everyMs: 1_000,
    limit: 500,
    feeder: deps.feeder,
    sweep: (limit) => deps.sweeps.queueDue(limit),
  });
}
