import type { RunQuery } from '../database/run-query.ts';
import { callFunction } from '../hot-path/call-function.ts';
import { readDue, type StoredDuePush } from '../hot-path/due-push.ts';
import type { Sweeps } from '../hot-path.ts';

/** What should be on the queues: the part of the sweeps that rebuilds a to-do list from the truth. */
export function createQueueWatch(
  query: RunQuery,
): Pick<Sweeps, 'findUnacked' | 'markAcked' | 'listQueued'> {
  return {
    findUnacked: async (limit) =>
      readDue(
        await callFunction<StoredDuePush[]>(query, {
          name: 'find_unacked_pushes',
          parameters: ['integer'],
          values: [limit],
        }),
      ),
    markAcked: async (pushes) => {
      if (pushes.length === 0) return;
      await callFunction<string>(query, {
        name: 'mark_acked',
        parameters: ['uuid[]', 'integer[]'],
        values: [pushes.map((push) => push.pushId), pushes.map((push) => push.cycle)],
      });
    },
    listQueued: async ({ appId, afterDueAt, afterId, limit }) => {
      const rows = await callFunction<{ due: StoredDuePush; dueAt: string }[]>(query, {
        name: 'list_queued_pushes',
        parameters: ['text', 'timestamptz', 'uuid', 'integer'],
        values: [appId, afterDueAt, afterId, limit],
      });
      return rows.flatMap(({ due, dueAt }) =>
        readDue([due]).map((push) => ({ due: push, dueAt: new Date(dueAt) })),
      );
    },
  };
}
