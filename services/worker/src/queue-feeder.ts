import { groupByApp, type QueueHub } from '@yuexin/queue';
import type { DuePush } from '@yuexin/storage';
import type { WorkerMetrics } from './worker-metrics.ts';

export type QueueFeeder = {
  /** Puts pushes on their apps' queues; resolves to those whose add was acknowledged. Never rejects: the rest is the sweep's. */
  feed(due: readonly DuePush[]): Promise<DuePush[]>;
  /** The same without waiting; `drain` waits. */
  feedSoon(due: readonly DuePush[]): void;
  /** False while adding is pointless. */
  isOpen(): boolean;
  drain(): Promise<void>;
};

const chunkSize = 500;
/** No user waits for these adds; a busy queue may take its time. */
const addTimeoutMs = 3_000;

/** The way of this process to a queue's `add`: what is not added is found again by the sweeps, in PostgreSQL. */
export function createQueueFeeder(deps: {
  queue: Pick<QueueHub, 'tryAddPushes' | 'isAvailable'>;
  metrics: Pick<WorkerMetrics, 'queueAdds'>;
}): QueueFeeder {
  const { queue, metrics } = deps;
  const pending = new Set<Promise<unknown>>();

  const feed: QueueFeeder['feed'] = async (due) => {
    const added: DuePush[] = [];
    for (const [appId, pushes] of groupByApp(due)) {
      for (let at = 0; at < pushes.length; at += chunkSize) {
        const chunk = pushes.slice(at, at + chunkSize);
        const isAdded = await queue.tryAddPushes(appId, chunk, { timeoutMs: addTimeoutMs });
        metrics.queueAdds.inc({ result: isAdded ? 'added' : 'left' }, chunk.length);
        if (isAdded) added.push(...chunk);
      }
    }
    return added;
  };

  return {
    feed,
    feedSoon: (due) => {
      if (due.length === 0) return;
      const feeding = feed(due).finally(() => pending.delete(feeding));
      pending.add(feeding);
    },
    isOpen: () => queue.isAvailable(),
    drain: async () => {
      await Promise.all(pending);
    },
  };
}
