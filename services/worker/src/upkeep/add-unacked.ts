import type { Sweeps } from '@yuexin/storage';
import type { QueueFeeder } from '../queue-feeder.ts';
import type { Sweep } from './sweep.ts';
import { untilEmpty } from './until-empty.ts';

const batchSize = 500;

/** Queued pushes whose add nobody acknowledged are added again: an id that is there already is ignored by the queue. */
export function addUnacked(deps: {
  sweeps: Pick<Sweeps, 'findUnacked' | 'markAcked'>;
  feeder: Pick<QueueFeeder, 'feed' | 'isOpen'>;
}): Sweep {
  const step = async (limit: number): Promise<number> => {
    // While the queue is away the same rows would be found again and again.
    if (!deps.feeder.isOpen()) return 0;
    const added = await deps.feeder.feed(await deps.sweeps.findUnacked(limit));
    if (added.length > 0) await deps.sweeps.markAcked(added);
    return added.length;
  };
  return {
    name: 'add-unacked',
    everyMs: 1_000,
    isShared: true,
    run: (signal) => untilEmpty({ limit: batchSize, signal, step }),
  };
}
