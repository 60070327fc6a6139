import type { PushConsumer, PushJobHandler, QueueHub } from '@yuexin/queue';
import type { Clock, Logger } from '@yuexin/telemetry';

export type AppConsumers = {
  /** Makes what is served equal to `appIds`, and replaces a consumer that has been silent too long. Does not wait. */
  serve(appIds: readonly string[]): void;
  appIds(): string[];
  /** Takes no more jobs, waits at most `deadlineMs` for those in hand, gives the rest back. Serves nothing afterwards. */
  close(deadlineMs: number): Promise<void>;
};

type Deps = {
  queue: Pick<QueueHub, 'consumePushes'>;
  handler: PushJobHandler;
  concurrency: number;
  clock: Pick<Clock, 'monotonicMs'>;
  logger: Logger;
};

/** An engine that lost its connection finds it again by itself; one that is silent so long is replaced. */
const maxSilenceMs = 30_000;
const replaceDeadlineMs = 5_000;

type Entry = { consumer: PushConsumer | null; runningAtMs: number };

/** The queue consumers of this process, one for each app. */
export function createAppConsumers(deps: Deps): AppConsumers {
  const { clock, logger, concurrency } = deps;
  const entries = new Map<string, Entry>();
  let isClosed = false;

  const open = async (appId: string): Promise<void> => {
    const entry: Entry = { consumer: null, runningAtMs: clock.monotonicMs() };
    entries.set(appId, entry);
    try {
      entry.consumer = await deps.queue.consumePushes(appId, deps.handler, { concurrency });
      logger.info('serving an app', { appId, concurrency });
      if (isClosed) await entry.consumer.close(0);
    } catch (error) {
      entries.delete(appId);
      logger.warn('the queue of an app cannot be served yet', { appId, error });
    }
  };

  const drop = async (appId: string, consumer: PushConsumer, why: string): Promise<void> => {
    entries.delete(appId);
    logger.info('an app is served no more', { appId, why });
    await consumer.close(replaceDeadlineMs);
  };

  const isSilent = (entry: Entry, consumer: PushConsumer): boolean => {
    const nowMs = clock.monotonicMs();
    if (consumer.isRunning()) entry.runningAtMs = nowMs;
    return nowMs - entry.runningAtMs > maxSilenceMs;
  };

  return {
    serve: (appIds) => {
      if (isClosed) return;
      const wanted = new Set(appIds);
      for (const [appId, entry] of [...entries]) {
        const { consumer } = entry;
        // One that is still opening is looked at the next time.
        if (consumer === null) continue;
        if (!wanted.has(appId)) void drop(appId, consumer, 'it was removed');
        else if (isSilent(entry, consumer)) void drop(appId, consumer, 'its consumer is silent');
      }
      for (const appId of wanted) if (!entries.has(appId)) void open(appId);
    },
    appIds: () => [...entries.keys()],
    close: async (deadlineMs) => {
      isClosed = true;
      const consumers = [...entries.values()].flatMap(({ consumer }) => consumer ?? []);
      await Promise.all(consumers.map((consumer) => consumer.close(deadlineMs)));
    },
  };
}
