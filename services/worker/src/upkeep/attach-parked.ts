import type { Sweeps } from '@yuexin/storage';
import type { QueueFeeder } from '../queue-feeder.ts';
import { sweepAndFeed } from './sweep-and-feed.ts';
import type { Sweep } from './sweep.ts';

/** Parked pushes whose recipient is known by now: normally attached by the login, found here when that ended half-way. */
export function attachParked(deps: {
  sweeps: Pick<Sweeps, 'attachParked'>;
  feeder: Pick<QueueFeeder, 'feed'>;
}): Sweep {
  return sweepAndFeed({
    name: 'attach-parked',
    everyMs: 2_000,
    limit: 500,
    feeder: deps.feeder,
    sweep: (limit) => deps.sweeps.attachParked(limit),
  });
}
