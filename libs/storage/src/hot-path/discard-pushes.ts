import type { HotPath } from '../hot-path.ts';
import type { StorageCore } from '../storage-core.ts';
import { callFunction } from './call-function.ts';

/** Ends dead pushes for good; resolves to how many of these it was. */
export function createDiscardPushes({ database }: StorageCore): HotPath['discardPushes'] {
  return ({ pushIds, diedBefore, why, actor }) =>
    callFunction<number>(database.query, {
      name: 'discard_pushes',
      parameters: ['uuid[]', 'timestamptz', 'text', 'text'],
      values: [pushIds.toSorted(), diedBefore, why, actor],
    });
}
