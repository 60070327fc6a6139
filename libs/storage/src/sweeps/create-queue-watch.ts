import type { RunQuery } from '../database/run-query.ts';
import { callFunction } from '../hot-path/call-function.ts';
import { readDue, type StoredDuePush } from '../hot-path/due-push.ts';
import type { Sweeps } from '../sweeps.ts';

/** What should be on the queues: the part of the sweeps that rebuilds a to-do list from the truth. */
export function createQueueWatch(query: RunQuery): Pick<Sweeps, 'walkQueued' | 'listQueued'> {
  return {
    walkQueued: async (limit) =>
      readDue(
        await callFunction<StoredDuePush[]>(query, {
          name: 'walk_queued_pushes',
          parameters: ['integer'],
          values: [limit],
        }),
      ),
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
