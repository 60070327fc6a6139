import type { UpkeepRepository } from '@yuexin/storage';
import type { Sweep } from './sweep.ts';

/** Says that this process lives. */
export function beat(deps: { upkeep: Pick<UpkeepRepository, 'beat'>; processId: string }): Sweep {
  return {
    name: 'beat',
    everyMs: 2_000,
    isShared: false,
    run: async () => {
      await deps.upkeep.beat({ processId: deps.processId, role: 'worker' });
      return 0;
    },
  };
}
