import type { Sweeps } from '@yuexin/storage';
import type { QueueFeeder } from '../queue-feeder.ts';
import { sweepAndFeed } from './sweep-and-feed.ts';
import type { Sweep } from './sweep.ts';

/** Grants reserved by a push that is neither sending nor unconfirmed. */
export function freeReservations(deps: {
  sweeps: Pick<Sweeps, 'freeReservations'>;
  feeder: Pick<QueueFeeder, 'feed'>;
}): Sweep {
  return sweepAndFeed({
    name: 'free-reservations',
    everyMs: 10_000,
    limit: 500,
    feeder: deps.feeder,
    sweep: (limit) => deps.sweeps.freeReservations(limit),
  });
}
