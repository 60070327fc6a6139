import type { QueueTarget } from '@yuexin/config';
import { AppError } from '@yuexin/errors';
import { createAddBreaker } from './add-breaker.ts';
import { createConsumerPool } from './consumer-pool.ts';
import { createEngineCall, unavailable } from './engine-call.ts';
import { createEngineWatch } from './engine-watch.ts';
import { readQueueTarget } from './migrate-queue.ts';
import { createPostgresEngine } from './postgres-engine.ts';
import { createPushAdder } from './push-adder.ts';
import { createPushQueues } from './push-queues.ts';
import type { QueueEngine, StallOptions } from './queue-engine.ts';
import type { QueueHub } from './queue-hub.ts';
import { callbacksKey } from './queue-key.ts';
import { createErrorReporter, type QueueLogger } from './queue-logger.ts';
import { createQueueSteering } from './queue-steering.ts';
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
  /** Consumers make a span of each job (bullmq-otel), in the trace that the job names. Default: no, and nothing of it is loaded. */
  isTraced?: boolean;
};

const defaultPoolMax = 20;
const defaultStall: StallOptions = { lockDurationMs: 15_000, intervalMs: 5000 };
const pingTimeoutMs = 2000;
const closeTimeoutMs = 2000;
const errorsEveryMs = 10_000;

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

/**
 * The to-do list on Redis or PostgreSQL. Connects at once and by itself; `ready` tells when it is usable.
 * Throws AppError `invalid-request` for a URL or prefix that cannot be read. Close it, else the process stays.
 */
export function createQueueHub(options: QueueHubOptions): QueueHub {
  const { logger, stall = defaultStall, isTraced = false } = options;
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
  const consumers = createConsumerPool({
    ...{ engine, watch, queues, call, stall, isTraced, logger, onError },
  });

  const closeAll = async () => {
    watch.stop();
    await consumers.close();
    await settleWithin(queues.close(), closeTimeoutMs);
    await settleWithin(engine.close(), closeTimeoutMs);
  };
  const ping = async () => {
    const problem = await engine.check();
    if (problem !== null) throw unavailable(problem);
  };

  let closing: Promise<void> | undefined;
  return {
    engine: engine.kind,
    ready: (signal) => waitForEngine({ watch, description: engine.description, logger }, signal),
    ...createPushAdder({ queues, call, breaker, isUp: () => watch.isUp() }),
    consumePushes: consumers.consumePushes,
    consumeCallbacks: consumers.consumeCallbacks,
    restHere: consumers.restHere,
    ...createQueueSteering({ engine, queues, call }),
    boardQueues: (appIds) =>
      wasUp ? [...appIds, callbacksKey].map((key) => queues.peek(key)) : [],
    ping: () => call(ping, pingTimeoutMs),
    close: () => (closing ??= closeAll()),
  };
}
