import type { QueueHub } from '@yuexin/queue';
import type { Storage } from '@yuexin/storage';

export type Rebuilt = { appId: string; queued: number; added: number };

const pageSize = 1_000;

/**
 * Puts everything that should be on the queues and is not back on them, by PostgreSQL, oldest due first. The workers do so by themselves
 * when a queue was wiped; this is for what was lost otherwise. May run beside anything and twice. Throws `unavailable` when the queue does
 * not answer.
 */
export async function rebuildQueue(deps: {
  storage: Pick<Storage, 'apps' | 'sweeps'>;
  queue: Pick<QueueHub, 'findMissing' | 'addPushes'>;
}): Promise<Rebuilt[]> {
  const rebuilt: Rebuilt[] = [];
  for (const { appId } of await deps.storage.apps.list()) {
    rebuilt.push({ appId, ...(await rebuildOne(deps, appId)) });
  }
  return rebuilt;
}

async function rebuildOne(
  { storage, queue }: Parameters<typeof rebuildQueue>[0],
  appId: string,
): Promise<{ queued: number; added: number }> {
  const sum = { queued: 0, added: 0 };
  let after: { afterDueAt: Date | null; afterId: string | null } = {
    ...{ afterDueAt: null, afterId: null },
  };
  for (;;) {
    const rows = await storage.sweeps.listQueued({ appId, ...after, limit: pageSize });
    const missing = await queue.findMissing(
      appId,
      rows.map(({ due }) => due),
    );
    await queue.addPushes(appId, missing);
    sum.queued += rows.length;
    sum.added += missing.length;
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return sum;
    after = { afterDueAt: last.dueAt, afterId: last.due.pushId };
  }
}
