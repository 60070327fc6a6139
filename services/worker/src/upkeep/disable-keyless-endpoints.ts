import type { CallbackDelivery } from '@yuexin/storage';
import type { OnDisabled } from '../callbacks/create-on-disabled.ts';
import type { Sweep } from './sweep.ts';

/** Whose last key has ended is told nothing more (ADR 0019), as soon as the key itself stops working everywhere. */
export function disableKeylessEndpoints(deps: {
  callbackDelivery: Pick<CallbackDelivery, 'disableKeyless'>;
  onDisabled: OnDisabled;
}): Sweep {
  return {
    name: 'disable-keyless-endpoints',
    everyMs: 2_000,
    isShared: true,
    run: async () => {
      const disabled = await deps.callbackDelivery.disableKeyless();
      for (const one of disabled) deps.onDisabled(one);
      return disabled.length;
    },
  };
}
