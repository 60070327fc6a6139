import { eventsCap, type PushQueue, type QueueEngine } from './queue-engine.ts';

const unlimitedPerSecond = 1_000_000;

export type PushQueues = {
  /** The app's queue, ready to use. Waits for the engine; the caller bounds the wait. */
  open(appId: string): Promise<PushQueue>;
  /** The app's queue without waiting for anything. */
  peek(appId: string): PushQueue;
  setRate(appId: string, perSecond: number | null): Promise<void>;
  /**
   * Stores what a new or wiped queue lacks: the cap of its event stream and a limiter (the last one set here, else
   * as good as none), without which `rateLimit` does nothing. Leaves alone what is there.
   */
  ensureLimits(appId: string): Promise<void>;
  close(): Promise<void>;
};

type Limiter = { max: number; duration: number };

function limiterOf(perSecond: number | null): Limiter {
  if (perSecond === null) return { max: unlimitedPerSecond, duration: 1000 };
  if (perSecond >= 1) return { max: Math.floor(perSecond), duration: 1000 };
  return { max: 1, duration: Math.ceil(1000 / perSecond) };
}

type Open = { queue: PushQueue; ready: Promise<unknown> };

/** One BullMQ Queue per app, made when first asked for. Only to be used once the engine was found ready. */
export function createPushQueues({
  engine,
  onError,
}: {
  engine: QueueEngine;
  onError: (error: Error) => void;
}): PushQueues {
  const queues = new Map<string, Open>();
  const limiters = new Map<string, Limiter>();

  const find = (appId: string): Open => {
    const found = queues.get(appId);
    if (found !== undefined) return found;
    const queue = engine.openQueue(appId);
    queue.on('error', onError);
    const opened: Open = { queue, ready: queue.waitUntilReady() };
    // BullMQ remembers a failed start for ever: the next caller gets a new Queue.
    opened.ready.catch(() => {
      if (queues.get(appId) === opened) queues.delete(appId);
      queue.close().catch(onError);
    });
    queues.set(appId, opened);
    return opened;
  };

  const open = async (appId: string): Promise<PushQueue> => {
    const { queue, ready } = find(appId);
    await ready;
    return queue;
  };

  const store = (queue: PushQueue, limiter: Limiter) =>
    queue.getBackend().setQueueMeta({ ...eventsCap, ...limiter });

  return {
    open,
    peek: (appId) => find(appId).queue,
    async setRate(appId, perSecond) {
      const limiter = limiterOf(perSecond);
      limiters.set(appId, limiter);
      await store(await open(appId), limiter);
    },
    async ensureLimits(appId) {
      const queue = await open(appId);
      const max = await queue.getBackend().getQueueMetaField('max');
      if (max === null) await store(queue, limiters.get(appId) ?? limiterOf(null));
    },
    async close() {
      const closing = [...queues.values()].map(({ queue }) => queue.close());
      queues.clear();
      await Promise.allSettled(closing);
    },
  };
}
