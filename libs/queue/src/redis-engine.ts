import { describeQueueTarget } from '@yuexin/config';
import { Queue, Worker } from 'bullmq';
import { findMissingKeys } from './find-missing-keys.ts';
import { queueOptions, workerOptions, type QueueEngine } from './queue-engine.ts';
import { createRedisClient, type RedisClient, type RedisTarget } from './redis-connection.ts';
import { errorText } from './queue-logger.ts';
import { queueNameOf, queueSlotOf } from './queue-key.ts';
import { hasRedisMarker, setRedisMarker } from './redis-marker.ts';
import { settleWithin } from './settle-within.ts';

const lastAnswersMs = 1000;

export type RedisEngineOptions = {
  target: RedisTarget;
  prefix: string | null;
  onError: (error: Error) => void;
  /** A server that says nothing for so long is connected to anew. Default 10 s. */
  silenceMs?: number;
};

const defaultSilenceMs = 10_000;

/**
 * Everything of one app lies in one hash slot, so that BullMQ's scripts run on a Cluster;
 * it is the same in every mode, so that a queue can move from a single Redis to a Cluster.
 */
export function redisPrefix(prefix: string | null, appId: string): string {
  return `${prefix === null ? '' : `${prefix}:`}yx{${appId}}`;
}

/**
 * A peer that vanished without a word leaves a connection that looks well for a quarter of an hour.
 * (The driver's own `socketTimeout` keeps its timer over a reconnect and then breaks the new connection.)
 */
async function pingOrReconnect(client: RedisClient, silenceMs: number): Promise<void> {
  const timer = setTimeout(() => {
    if (client.status === 'ready') client.disconnect(true);
  }, silenceMs);
  try {
    await client.ping();
  } finally {
    clearTimeout(timer);
  }
}

export function createRedisEngine(options: RedisEngineOptions): QueueEngine {
  const { target, prefix, onError, silenceMs = defaultSilenceMs } = options;
  const client = createRedisClient(target);
  let lastError: Error | undefined;
  client.on('error', (error: Error) => {
    lastError = error;
    onError(error);
  });
  client.on('ready', () => (lastError = undefined));
  const prefixOf = (key: string) => redisPrefix(prefix, queueSlotOf(key));
  return {
    kind: 'redis',
    description: describeQueueTarget(target),
    async check() {
      // A question to a client without a connection would wait in its memory.
      if (client.status !== 'ready') {
        return lastError === undefined ? 'it is not connected' : errorText(lastError);
      }
      await pingOrReconnect(client, silenceMs);
      return null;
    },
    openQueue: (key) =>
      new Queue(queueNameOf(key), {
        connection: client,
        prefix: prefixOf(key),
        ...queueOptions,
      }),
    openWorker: (key, processor, choice) =>
      new Worker(queueNameOf(key), processor, {
        connection: client,
        prefix: prefixOf(key),
        ...workerOptions(choice),
      }),
    async findMissing(key, jobIds) {
      const keys = jobIds.map((id) => `${prefixOf(key)}:${queueNameOf(key)}:${id}`);
      const isMissing = await findMissingKeys(client, keys);
      return jobIds.filter((_, index) => isMissing[index] === true);
    },
    hasMarker: (appId) => hasRedisMarker(client, prefixOf(appId)),
    setMarker: (appId, isNoteNeeded) => setRedisMarker(client, prefixOf(appId), isNoteNeeded),
    async close() {
      // What was sent is answered first; what never was is rejected by the disconnect.
      if (client.status === 'ready') await settleWithin(client.quit(), lastAnswersMs);
      client.disconnect();
    },
  };
}
