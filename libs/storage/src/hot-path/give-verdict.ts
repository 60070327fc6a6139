import type { HotPath, VerdictResult } from '../hot-path.ts';
import type { StorageCore } from '../storage-core.ts';
import { callSettling } from './call-settling.ts';
import { readDue, type StoredDuePush } from './due-push.ts';

/** Settles an unconfirmed push by an operator's word, audit row included. Safe to repeat. */
export function createGiveVerdict(core: StorageCore): HotPath['giveVerdict'] {
  return async ({ pushId, verdict, actor, reason, requestId }) => {
    const answer = await callSettling<{ kind: VerdictResult['kind']; due: StoredDuePush[] }>(core, {
      name: 'give_verdict',
      parameters: ['uuid', 'text', 'text', 'text', 'text'],
      values: [pushId, verdict, actor, reason, requestId],
    });
    return { kind: answer.kind, due: readDue(answer.due) };
  };
}
