import type { HotPath } from '../hot-path.ts';
import type { StorageCore } from '../storage-core.ts';
import { callFunction } from './call-function.ts';

/** Cancels a push that is not under way. `too-late`: sending, unconfirmed or ended. */
export function createCancelPush({ database }: StorageCore): HotPath['cancelPush'] {
  return ({ pushId, actor }) =>
    callFunction<Awaited<ReturnType<HotPath['cancelPush']>>>(database.query, {
      name: 'cancel_push',
      parameters: ['uuid', 'text'],
      values: [pushId, actor],
    });
}
