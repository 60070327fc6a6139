import type { Address, QueueTarget } from '@yuexin/config';
import { Cluster, Redis, type RedisOptions } from 'ioredis';

export type RedisTarget = Extract<QueueTarget, { engine: 'redis' }>;
export type RedisClient = Redis | Cluster;

const longestPauseMs = 2000;
const retryStrategy = (times: number) => Math.min(times * 100, longestPauseMs);

/** Options of every single connection, also of each node of a cluster and of the copies BullMQ makes for blocking. */
export function redisOptions(target: RedisTarget): RedisOptions {
  return {
    // BullMQ requires it: its blocking reads outlive any number of reconnects.
    maxRetriesPerRequest: null,
    connectTimeout: 5000,
    keepAlive: 10_000,
    retryStrategy,
    // After a failover the old master answers READONLY: connect anew and send the command again.
    reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 2 : false),
    ...(target.username === null ? {} : { username: target.username }),
    ...(target.password === null ? {} : { password: target.password }),
    ...(target.isTls ? { tls: {} } : {}),
  };
}

function createCluster(target: Extract<RedisTarget, { mode: 'cluster' }>): Cluster {
  const nodes = target.nodes.map(({ host, port }: Address) => ({ host, port }));
  return new Cluster(nodes, {
    redisOptions: redisOptions(target),
    clusterRetryStrategy: retryStrategy,
    // Managed clusters announce names whose certificates match; an address would not.
    ...(target.isTls ? { dnsLookup: (address, done) => done(null, address) } : {}),
  });
}

/** One client for all Queues and Workers of the process. It connects by itself and never gives up. */
export function createRedisClient(target: RedisTarget): RedisClient {
  switch (target.mode) {
    case 'single':
      return new Redis({ ...redisOptions(target), ...target.address, db: target.database });
    case 'cluster':
      return createCluster(target);
    case 'sentinel':
      return new Redis({
        ...redisOptions(target),
        sentinels: target.sentinels,
        name: target.name,
        sentinelRetryStrategy: retryStrategy,
        ...(target.isTls ? { sentinelTLS: {}, enableTLSForSentinelMode: true } : {}),
      });
  }
}
