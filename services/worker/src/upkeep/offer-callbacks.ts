import type { QueueHub } from '@yuexin/queue';
import type { CallbackDelivery } from '@yuexin/storage';
import type { Sweep } from './sweep.ts';
import { untilEmpty } from './until-empty.ts';

const batchSize = 500;

/** Callbacks that are due go to their queue; without a queue they wait where they are. */
export function offerCallbacks(deps: {
  callbackDelivery: Pick<CallbackDelivery, 'offer'>;
  queue: Pick<QueueHub, 'isAvailable' | 'addCallbacks'>;
}): Sweep {
  const { callbackDelivery, queue } = deps;
  const step = async (limit: number): Promise<number> => {
    const { touched, offered } = await callbackDelivery.offer(limit);
    await queue.addCallbacks(offered);
    return touched;
  };
  return {
    name: 'offer-callbacks',
    everyMs: 250,
    busyMs: 100,
    isShared: true,
    run: async (signal) =>
      queue.isAvailable() ? untilEmpty({ limit: batchSize, signal, step }) : 0,
  };
}
