import type { QueueHub } from '@yuexin/queue';
import type { Storage } from '@yuexin/storage';
import { walkQueued } from './walk-queued.ts';

export type Rebuilt = { appId: string; queued: number; added: number };

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
  for await (const page of walkQueued(storage, appId)) {
    const missing = await queue.findMissing(appId, page);
    await queue.addPushes(appId, missing);
    sum.queued += page.length;
    sum.added += missing.length;
  }
  return sum;
}
