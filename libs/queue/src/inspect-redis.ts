import { describeQueueTarget } from '@yuexin/config';
import { AppError } from '@yuexin/errors';
import { Cluster, type Redis } from 'ioredis';
import { errorText } from './queue-logger.ts';
import { createRedisClient, type RedisClient, type RedisTarget } from './redis-connection.ts';
import { readRedisInfo, type RedisServerInfo } from './read-redis-info.ts';
import { settleWithin } from './settle-within.ts';

/** One server that holds jobs: the only one, the master of the moment, or a master of a cluster. */
export type RedisServerFacts = RedisServerInfo & {
  address: string;
  roundTripMs: number;
  /** Its clock minus this machine's; it may be wrong by half a round trip. */
  clockAheadMs: number;
};

export type RedisFacts = {
  servers: RedisServerFacts[];
  /** What the cluster says of itself, such as `ok` or `fail`; null: it is none. */
  clusterState: string | null;
};

const patienceMs = 5_000;

/** Changes nothing. Throws AppError `unavailable` with a sentence on why it does not serve; no credentials in it. */
export async function inspectRedis(target: RedisTarget): Promise<RedisFacts> {
  const client = createRedisClient(target);
  let lastError: unknown = null;
  const onError = (error: unknown) => (lastError = error);
  client.on('error', onError);
  const work = inspect(client, onError);
  const outcome = await settleWithin(work, patienceMs);
  client.disconnect();
  if (outcome.kind === 'done') return outcome.value;
  const cause = outcome.kind === 'failed' ? outcome.error : lastError;
  const why = cause === null ? 'no answer within five seconds' : errorText(cause);
  throw new AppError('unavailable', {
    message: `${describeQueueTarget(target)} does not serve: ${why}.`,
    cause,
  });
}

async function inspect(
  client: RedisClient,
  onError: (error: unknown) => unknown,
): Promise<RedisFacts> {
  if (!(client instanceof Cluster)) {
    return { servers: [await inspectServer(client)], clusterState: null };
  }
  const state = /cluster_state:(\w+)/.exec(await client.cluster('INFO'))?.[1] ?? 'unknown';
  const masters = client.nodes('master');
  for (const master of masters) master.on('error', onError);
  return { servers: await Promise.all(masters.map(inspectServer)), clusterState: state };
}

async function inspectServer(server: Redis): Promise<RedisServerFacts> {
  const info = readRedisInfo(await server.info());
  const startedAt = Date.now();
  const startedMs = performance.now();
  const [seconds, microseconds] = await server.time();
  const roundTripMs = performance.now() - startedMs;
  return {
    ...info,
    address: addressOf(server),
    roundTripMs,
    clockAheadMs:
      Number(seconds) * 1000 + Number(microseconds) / 1000 - (startedAt + roundTripMs / 2),
  };
}

/** Behind sentinels it is known from the connection alone. */
function addressOf({ options, stream }: Redis): string {
  const { host = '', port = 0, sentinels } = options;
  if (!Array.isArray(sentinels)) return `${host}:${port}`;
  return `${stream.remoteAddress ?? ''}:${stream.remotePort ?? 0}`;
}
