import type { HotPath, VerdictResult } from '../hot-path.ts';
import type { StorageCore } from '../storage-core.ts';
import { callFunction } from './call-function.ts';
import { readDue, type StoredDuePush } from './due-push.ts';

/** Settles an unconfirmed push by an operator's word, audit row included. Safe to repeat. */
export function createGiveVerdict({ database }: StorageCore): HotPath['giveVerdict'] {
  return async ({ pushId, verdict, actor, reason, requestId }) => {
    const answer = await callFunction<{ kind: VerdictResult['kind']; due: StoredDuePush[] }>(
      database.query,
      {
        name: 'give_verdict',
        parameters: ['uuid', 'text', 'text', 'text', 'text'],
        values: [pushId, verdict, actor, reason, requestId],
      },
    );
    return { kind: answer.kind, due: readDue(answer.due) };
  };
}
