import type { Sweeps } from '@yuexin/storage';
import type { QueueFeeder } from '../queue-feeder.ts';
import { sweepAndFeed } from './sweep-and-feed.ts';
import type { Sweep } from './sweep.ts';

/** Unconfirmed pushes whose window is over: silence is judged by the evidence there is (design 5). */
export function judgeUnconfirmed(deps: {
  sweeps: Pick<Sweeps, 'judgeUnconfirmed'>;
  feeder: Pick<QueueFeeder, 'feed'>;
  windowMs: number;
}): Sweep {
  return sweepAndFeed({
    name: 'judge-unconfirmed',
    everyMs: 2_000,
    limit: 200,
    feeder: deps.feeder,
    sweep: (limit) => deps.sweeps.judgeUnconfirmed({ limit, windowMs: deps.windowMs }),
  });
}
