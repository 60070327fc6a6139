import type { HotPath, ReplayResult } from '../hot-path.ts';
import type { StorageCore } from '../storage-core.ts';
import { callFunction } from './call-function.ts';
import { readDue, type StoredDuePush } from './due-push.ts';

type Answer = { results: ReplayResult[]; due: StoredDuePush[] };

/** Puts one dead push back, if nothing speaks against it. */
export function createReplayPush({ database }: StorageCore): HotPath['replayPush'] {
  return async ({ pushId, ttlSeconds, allowsDuplicates, actor }) => {
    const { results, due } = await callFunction<Answer>(database.query, {
      name: 'replay_pushes',
      parameters: ['uuid[]', 'integer', 'boolean', 'timestamptz', 'text', 'uuid'],
      values: [[pushId], ttlSeconds, allowsDuplicates, null, actor, null],
    });
    const [found] = results;
    const result: ReplayResult = { kind: found?.kind ?? 'not-found' };
    return { result, due: readDue(due) };
  };
}
