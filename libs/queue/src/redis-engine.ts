import { describeQueueTarget } from '@yuexin/config';
import { Queue, Worker } from 'bullmq';
import { pushQueueName } from './push-job.ts';
import { queueOptions, workerOptions, type QueueEngine } from './queue-engine.ts';
import { createRedisClient, type RedisTarget } from './redis-connection.ts';
import { hasRedisMarker, setRedisMarker } from './redis-marker.ts';
import { settleWithin } from './settle-within.ts';

const lastAnswersMs = 1000;

export type RedisEngineOptions = {
  target: RedisTarget;
  prefix: string | null;
  onError: (error: Error) => void;
};

/**
 * Everything of one app lies in one hash slot, so that BullMQ's scripts run on a Cluster;
 * it is the same in every mode, so that a queue can move from a single Redis to a Cluster.
 */
export function redisPrefix(prefix: string | null, appId: string): string {
  return `${prefix === null ? '' : `${prefix}:`}yx{${appId}}`;
}

export function createRedisEngine({ target, prefix, onError }: RedisEngineOptions): QueueEngine {
  const client = createRedisClient(target);
  client.on('error', onError);
  const prefixOf = (appId: string) => redisPrefix(prefix, appId);
  return {
    kind: 'redis',
    description: describeQueueTarget(target),
    async check() {
      await client.ping();
      return null;
    },
    openQueue: (appId) =>
      new Queue(pushQueueName(appId), {
        connection: client,
        prefix: prefixOf(appId),
        ...queueOptions,
      }),
    openWorker: (appId, processor, choice) =>
      new Worker(pushQueueName(appId), processor, {
        connection: client,
        prefix: prefixOf(appId),
        ...workerOptions(choice),
      }),
    hasMarker: (appId) => hasRedisMarker(client, prefixOf(appId)),
    setMarker: (appId) => setRedisMarker(client, prefixOf(appId)),
    async close() {
      // What was sent is answered first; what never was is rejected by the disconnect.
      if (client.status === 'ready') await settleWithin(client.quit(), lastAnswersMs);
      client.disconnect();
    },
  };
}
