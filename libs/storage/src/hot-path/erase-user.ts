import type { HotPath } from '../hot-path.ts';
import type { StorageCore } from '../storage-core.ts';
import { callFunction } from './call-function.ts';

/** Erases a person, keeps what can be counted. Null for an unknown user; `busy` while a push to them is under way or in doubt. */
export function createEraseUser({ database }: StorageCore): HotPath['eraseUser'] {
  return ({ appId, openid, actor }) =>
    callFunction<Awaited<ReturnType<HotPath['eraseUser']>>>(database.query, {
      name: 'erase_user',
      parameters: ['text', 'text', 'text'],
      values: [appId, openid, actor],
    });
}
