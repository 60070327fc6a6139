import { unavailable, type EngineCall } from './engine-call.ts';
import type { EngineWatch } from './engine-watch.ts';
import type { PushQueues } from './push-queues.ts';
import type { PushProcessor, QueueEngine, StallOptions } from './queue-engine.ts';
import type { JobsInHand } from './jobs-in-hand.ts';
import type { PushConsumer, QueueHub } from './queue-hub.ts';
import { callbacksKey } from './queue-key.ts';
import type { QueueLogger } from './queue-logger.ts';

export type ConsumerPoolOptions = {
  engine: QueueEngine;
  watch: Pick<EngineWatch, 'isUp'>;
  queues: Pick<PushQueues, 'ensureLimits'>;
  call: EngineCall;
  stall: StallOptions;
  isTraced: boolean;
  logger: QueueLogger;
  onError: (error: Error) => void;
};

export type ConsumerPool = Pick<QueueHub, 'consumePushes' | 'consumeCallbacks' | 'restHere'> & {
  /** Has every consumer give back what it holds; those still starting are closed as soon as they are there. */
  close(): Promise<void>;
};

const startTimeoutMs = 10_000;

const loadTelemetry = async () => (await import('./queue-telemetry.ts')).createQueueTelemetry();

type Choice = {
  key: string;
  concurrency: number;
  processorOf: (inHand: JobsInHand) => PushProcessor;
};

/** All consumers of this process: one per app, and one of callbacks. */
export function createConsumerPool(options: ConsumerPoolOptions): ConsumerPool {
  const { engine, watch, queues, call, stall, isTraced, logger, onError } = options;
  const consumers = new Map<PushConsumer, string>();
  let isClosing = false;

  const start = async (choice: Choice) => {
    await queues.ensureLimits(choice.key);
    // Loaded here so that those who only add jobs never load it.
    const { startPushConsumer } = await import('./push-consumer.ts');
    const telemetry = isTraced ? await loadTelemetry() : undefined;
    const isUp = () => watch.isUp();
    return startPushConsumer({ engine, isUp, ...choice, stall, telemetry, logger, onError });
  };

  const keep = (key: string, consumer: PushConsumer): PushConsumer => {
    if (isClosing) throw unavailable('it was closed');
    consumers.set(consumer, key);
    return {
      ...consumer,
      async close(deadlineMs) {
        await consumer.close(deadlineMs);
        consumers.delete(consumer);
      },
    };
  };

  const consume = async (choice: Choice): Promise<PushConsumer> => {
    let starting: Promise<PushConsumer> | undefined;
    try {
      return keep(choice.key, await call(() => (starting = start(choice)), startTimeoutMs));
    } catch (error) {
      // It may have started or still start, and nobody would own it.
      starting?.then(
        (consumer) => consumer.close(0),
        () => undefined,
      );
      throw error;
    }
  };

  return {
    async consumePushes(appId, handler, { concurrency }) {
      const { createPushProcessor } = await import('./push-processor.ts');
      const processorOf = (inHand: JobsInHand) =>
        createPushProcessor({ appId, handler, inHand, logger });
      return consume({ key: appId, concurrency, processorOf });
    },
    async consumeCallbacks(handler, { concurrency }) {
      const { createCallbackProcessor } = await import('./callback-processor.ts');
      const processorOf = (inHand: JobsInHand) =>
        createCallbackProcessor({ handler, inHand, logger });
      return consume({ key: callbacksKey, concurrency, processorOf });
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
