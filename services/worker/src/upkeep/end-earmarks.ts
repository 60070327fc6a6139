import type { Sweeps } from '@yuexin/storage';
import type { QueueFeeder } from '../queue-feeder.ts';
import { sweepAndFeed } from './sweep-and-feed.ts';
import type { Sweep } from './sweep.ts';

/** Grants whose purpose has had its time are free for all (ADR 0032), and parked pushes get them. */
export function endEarmarks(deps: {
  sweeps: Pick<Sweeps, 'endEarmarks'>;
  feeder: Pick<QueueFeeder, 'feed'>;
}): Sweep {
  return sweepAndFeed({
    name: 'end-earmarks',
    everyMs: 2_000,
    limit: 500,
    feeder: deps.feeder,
    sweep: (limit) => deps.sweeps.endEarmarks(limit),
  });
}
