import type { CallbackDelivery } from '@yuexin/storage';
import type { Sweep } from './sweep.ts';

const batchSize = 500;

/** What endpoints have missed and asked for again becomes due, a portion of each at a time. */
export function recoverCallbacks(deps: {
  callbackDelivery: Pick<CallbackDelivery, 'recover'>;
}): Sweep {
  return {
    name: 'recover-callbacks',
    everyMs: 1_000,
    busyMs: 100,
    isShared: true,
    run: () => deps.callbackDelivery.recover(batchSize),
  };
}
