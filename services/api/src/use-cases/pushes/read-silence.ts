import type { SilenceObstacle } from '@yuexin/domain';
import type { PushRow, Storage } from '@yuexin/storage';

/** Why an unconfirmed push is not sent again by itself; null for any other push. */
export type ReadSilence = (push: PushRow) => Promise<SilenceObstacle[] | null>;

/** Asks what the sweep that judges silence would find now. */
export function createReadSilence(deps: {
  storage: { pushes: Pick<Storage['pushes'], 'silenceObstacles'> };
  reconcileWindowMs: number;
}): ReadSilence {
  const { storage, reconcileWindowMs: windowMs } = deps;
  return async ({ id, state }) =>
    state === 'unconfirmed' ? storage.pushes.silenceObstacles({ id, windowMs }) : null;
}
