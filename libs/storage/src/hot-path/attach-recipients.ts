import type { HotPath } from '../hot-path.ts';
import type { StorageCore } from '../storage-core.ts';
import { callFunction } from './call-function.ts';
import { readDue, type StoredDuePush } from './due-push.ts';

/** Run after a login or an import that gave a user a phone or a unionid was committed. Safe to repeat. */
export function createAttachRecipients({ database }: StorageCore): HotPath['attachRecipients'] {
  return async (userId) => {
    const answer = await callFunction<{ attached: number; due: StoredDuePush[] }>(database.query, {
      name: 'attach_recipients',
      parameters: ['uuid'],
      values: [userId],
    });
    return { attached: answer.attached, due: readDue(answer.due) };
  };
}
