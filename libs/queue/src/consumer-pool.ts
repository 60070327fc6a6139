import { unavailable, type EngineCall } from './engine-call.ts';
import type { EngineWatch } from './engine-watch.ts';
import type { PushQueues } from './push-queues.ts';
import type { QueueEngine, StallOptions } from './queue-engine.ts';
import type { PushConsumer, PushJobHandler, QueueHub } from './queue-hub.ts';
import type { QueueLogger } from './queue-logger.ts';

export type ConsumerPoolOptions = {
  engine: QueueEngine;
  watch: Pick<EngineWatch, 'isUp'>;
  queues: Pick<PushQueues, 'ensureLimits'>;
  call: EngineCall;
  stall: StallOptions;
  logger: QueueLogger;
  onError: (error: Error) => void;
};

export type ConsumerPool = Pick<QueueHub, 'consumePushes' | 'restHere'> & {
  /** Has every consumer give back what it holds; those still starting are closed as soon as they are there. */
  close(): Promise<void>;
};

const startTimeoutMs = 10_000;

/** All consumers of this process, one per app. */
export function createConsumerPool(options: ConsumerPoolOptions): ConsumerPool {
  const { engine, watch, queues, call, stall, logger, onError } = options;
  const consumers = new Map<PushConsumer, string>();
  let isClosing = false;

  const start = async (appId: string, handler: PushJobHandler, concurrency: number) => {
    await queues.ensureLimits(appId);
    // Loaded here so that those who only add jobs never load it.
    const { startPushConsumer } = await import('./push-consumer.ts');
    const isUp = () => watch.isUp();
    const choice = { appId, handler, concurrency, stall };
    return startPushConsumer({ engine, isUp, ...choice, logger, onError });
  };

  const keep = (appId: string, consumer: PushConsumer): PushConsumer => {
    if (isClosing) throw unavailable('it was closed');
    consumers.set(consumer, appId);
    return {
      ...consumer,
      async close(deadlineMs) {
        await consumer.close(deadlineMs);
        consumers.delete(consumer);
      },
    };
  };

  return {
    async consumePushes(appId, handler, { concurrency }) {
      let starting: Promise<PushConsumer> | undefined;
      try {
        return keep(
          appId,
          await call(() => (starting = start(appId, handler, concurrency)), startTimeoutMs),
        );
      } catch (error) {
        // It may have started or still start, and nobody would own it.
        starting?.then(
          (consumer) => consumer.close(0),
          () => undefined,
        );
        throw error;
      }
    },
    restHere(appId, ms) {
      for (const [consumer, of] of consumers) if (of === appId) consumer.rest(ms);
    },
    async close() {
      isClosing = true;
      await Promise.all([...consumers.keys()].map((consumer) => consumer.close(0)));
    },
  };
}
