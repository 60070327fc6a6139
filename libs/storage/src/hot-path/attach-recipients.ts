import type { DuePush, HotPath } from '../hot-path.ts';
import type { StorageCore } from '../storage-core.ts';
import { callFunction } from './call-function.ts';
import { readDue, type StoredDuePush } from './due-push.ts';

/** Each address is a lock of its own until the statement ends, and PostgreSQL has room for some thousands. */
const usersAtOnce = 200;

/** Run after a login or an import that gave users a phone or a unionid was committed. Safe to repeat. */
export function createAttachRecipients({
  database,
}: Pick<StorageCore, 'database'>): HotPath['attachRecipients'] {
  return async (userIds) => {
    const sorted = [...new Set(userIds)].sort();
    const due: DuePush[] = [];
    let attached = 0;
    for (let from = 0; from < sorted.length; from += usersAtOnce) {
      const answer = await callFunction<{ attached: number; due: StoredDuePush[] }>(
        database.query,
        {
          name: 'attach_recipients',
          parameters: ['uuid[]'],
          values: [sorted.slice(from, from + usersAtOnce)],
        },
      );
      attached += answer.attached;
      due.push(...readDue(answer.due));
    }
    return { attached, due };
  };
}
