import type { Sweeps } from '@yuexin/storage';
import type { QueueFeeder } from '../queue-feeder.ts';
import { sweepAndFeed } from './sweep-and-feed.ts';
import type { Sweep } from './sweep.ts';

/** Pushes in sending whose lease is over: their worker is gone and nobody knows whether WeChat got them. */
export function expireLeases(deps: {
  sweeps: Pick<Sweeps, 'expireLeases'>;
  feeder: Pick<QueueFeeder, 'feed'>;
}): Sweep {
  return sweepAndFeed({
    name: 'expire-leases',
    everyMs: 1_000,
    limit: 500,
    feeder: deps.feeder,
    sweep: (limit) => deps.sweeps.expireLeases(limit),
  });
}
