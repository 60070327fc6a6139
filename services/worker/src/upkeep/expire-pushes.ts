import type { Sweeps } from '@yuexin/storage';
import type { QueueFeeder } from '../queue-feeder.ts';
import { sweepAndFeed } from './sweep-and-feed.ts';
import type { Sweep } from './sweep.ts';

/** Every push ends, at the latest at its expiresAt (P2). */
export function expirePushes(deps: {
  sweeps: Pick<Sweeps, 'expirePushes'>;
  feeder: Pick<QueueFeeder, 'feed'>;
}): Sweep {
  return sweepAndFeed({
    name: 'expire-pushes',
    everyMs: 2_000,
    limit: 500,
    feeder: deps.feeder,
    sweep: (limit) => deps.sweeps.expirePushes(limit),
  });
}
