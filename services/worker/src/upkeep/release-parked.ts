import type { Sweeps } from '@yuexin/storage';
import type { QueueFeeder } from '../queue-feeder.ts';
import { sweepAndFeed } from './sweep-and-feed.ts';
import type { Sweep } from './sweep.ts';

/** Parked pushes beside a free grant: normally released where the grant arrives, found here when that was missed. */
export function releaseParked(deps: {
  sweeps: Pick<Sweeps, 'releaseParked'>;
  feeder: Pick<QueueFeeder, 'feed'>;
}): Sweep {
  return sweepAndFeed({
    name: 'release-parked',
    everyMs: 2_000,
    limit: 500,
    feeder: deps.feeder,
    sweep: (limit) => deps.sweeps.releaseParked(limit),
  });
}
