import type { QueueTarget } from '@yuexin/config';
import { AppError } from '@yuexin/errors';
import { createAddBreaker } from './add-breaker.ts';
import { createEngineCall, unavailable, type EngineCall } from './engine-call.ts';
import { createEngineWatch, type EngineWatch } from './engine-watch.ts';
import { readQueueTarget } from './migrate-queue.ts';
import { createPostgresEngine } from './postgres-engine.ts';
import { createPushAdder } from './push-adder.ts';
import { createPushQueues, type PushQueues } from './push-queues.ts';
import type { QueueEngine, StallOptions } from './queue-engine.ts';
import type { PushConsumer, QueueHub } from './queue-hub.ts';
import { createErrorReporter, type QueueLogger } from './queue-logger.ts';
import { createRedisEngine } from './redis-engine.ts';
import { settleWithin } from './settle-within.ts';
import { waitForEngine } from './wait-for-engine.ts';

export type QueueHubOptions = {
  /** QUEUE_URL as text, or as libs/config has read it. */
  queueUrl: string | QueueTarget;
  /** QUEUE_PREFIX: two environments on one server. Letters, digits, `_`, `-` and `.`. */
  prefix: string | null;
  /** PostgreSQL only: connections for queries; each consumer adds one. Default 20. */
  poolMax?: number;
  logger: QueueLogger;
  /** How soon the jobs of a dead worker come back. Default 15 s and 5 s: after 15 to 25 s. */
  stall?: StallOptions;
};

const defaultPoolMax = 20;
const defaultStall: StallOptions = { lockDurationMs: 15_000, intervalMs: 5000 };
const startTimeoutMs = 10_000;
const pingTimeoutMs = 2000;
const closeTimeoutMs = 2000;
const errorsEveryMs = 10_000;

type Parts = {
  engine: QueueEngine;
  watch: EngineWatch;
  queues: PushQueues;
  call: EngineCall;
  consumers: Set<PushConsumer>;
  isClosing: boolean;
};

function openEngine(options: QueueHubOptions, onError: (error: Error) => void): QueueEngine {
  const { prefix, poolMax = defaultPoolMax } = options;
  if (prefix !== null && !/^[\w.-]+$/.test(prefix)) {
    throw new AppError('invalid-request', {
      message: 'The queue prefix may hold A-Z a-z 0-9 _ - .',
    });
  }
  const target = readQueueTarget(options.queueUrl);
  return target.engine === 'redis'
    ? createRedisEngine({ target, prefix, onError })
    : createPostgresEngine({ url: target.url, prefix, poolMax, onError });
}

type Consuming = Pick<QueueHub, 'consumePushes'>;

function consuming(
  parts: Parts,
  options: QueueHubOptions,
  onError: (error: Error) => void,
): Consuming {
  const { engine, watch, queues, call, consumers } = parts;
  const { logger, stall = defaultStall } = options;
  return {
    async consumePushes(appId, handler, { concurrency }) {
      const start = async () => {
        await queues.ensureLimits(appId);
        // Loaded here so that those who only add jobs never load it.
        const { startPushConsumer } = await import('./push-consumer.ts');
        const isUp = () => watch.isUp();
        const choice = { appId, handler, concurrency, stall };
        return startPushConsumer({ engine, isUp, ...choice, logger, onError });
      };
      let starting: Promise<PushConsumer> | undefined;
      try {
        const consumer = await call(() => (starting = start()), startTimeoutMs);
        if (parts.isClosing) throw unavailable('it was closed');
        consumers.add(consumer);
        return {
          isRunning: () => consumer.isRunning(),
          async close(deadlineMs) {
            await consumer.close(deadlineMs);
            consumers.delete(consumer);
          },
        };
      } catch (error) {
        // It may have started or still start, and nobody would own it.
        starting?.then(
          (consumer) => consumer.close(0),
          () => undefined,
        );
        throw error;
      }
    },
  };
}

type Steering = Pick<
  QueueHub,
  'setPaused' | 'setRate' | 'holdBack' | 'hasMarker' | 'setMarker' | 'counts'
>;

function steering({ engine, queues, call }: Parts): Steering {
  /** Apps whose jobs are being put back, as far as this process knows. */
  const foundMissing = new Set<string>();
  return {
    setPaused: (appId, isPaused) =>
      call(async () => {
        const queue = await queues.open(appId);
        await (isPaused ? queue.pause() : queue.resume());
      }),
    setRate: (appId, perSecond) => call(() => queues.setRate(appId, perSecond)),
    holdBack: (appId, ms) =>
      call(async () => {
        await queues.ensureLimits(appId);
        await (await queues.open(appId)).rateLimit(Math.max(1, Math.ceil(ms)));
      }),
    hasMarker: (appId) =>
      call(async () => {
        const isThere = await engine.hasMarker(appId);
        if (!isThere) foundMissing.add(appId);
        return isThere;
      }),
    setMarker: (appId) =>
      call(async () => {
        await queues.ensureLimits(appId);
        await engine.setMarker(appId, foundMissing.has(appId));
        foundMissing.delete(appId);
      }),
    counts: (appId) =>
      call(async () => {
        const queue = await queues.open(appId);
        return queue.getJobCounts('active', 'waiting', 'prioritized', 'delayed', 'failed');
      }),
  };
}

async function closeAll(parts: Parts): Promise<void> {
  const { engine, watch, queues, consumers } = parts;
  parts.isClosing = true;
  watch.stop();
  await Promise.all([...consumers].map((consumer) => consumer.close(0)));
  await settleWithin(queues.close(), closeTimeoutMs);
  await settleWithin(engine.close(), closeTimeoutMs);
}

/**
 * The to-do list on Redis or PostgreSQL. Connects at once and by itself; `ready` tells when it is usable.
 * Throws AppError `invalid-request` for a URL or prefix that cannot be read. Close it, else the process stays.
 */
export function createQueueHub(options: QueueHubOptions): QueueHub {
  const { logger } = options;
  const onError = createErrorReporter({ logger, intervalMs: errorsEveryMs });
  const engine = openEngine(options, onError);
  const breaker = createAddBreaker();
  let wasUp = false;
  const onUp = () => {
    wasUp = true;
    breaker.reset();
  };
  const watch = createEngineWatch({ engine, logger, onUp });
  const call = createEngineCall(watch);
  const queues = createPushQueues({ engine, onError });
  const parts: Parts = { engine, watch, queues, call, consumers: new Set(), isClosing: false };
  let closing: Promise<void> | undefined;
  return {
    engine: engine.kind,
    ready: (signal) => waitForEngine({ watch, description: engine.description, logger }, signal),
    ...createPushAdder({ queues, call, breaker, isUp: () => watch.isUp() }),
    ...consuming(parts, options, onError),
    ...steering(parts),
    boardQueues: (appIds) => (wasUp ? appIds.map((appId) => queues.peek(appId)) : []),
    ping: () =>
      call(async () => {
        const problem = await engine.check();
        if (problem !== null) throw unavailable(problem);
      }, pingTimeoutMs),
    close: () => (closing ??= closeAll(parts)),
  };
}
