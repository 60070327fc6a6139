import { createPgbouncerProcess } from '../../local-stack/pgbouncer-process.ts';
import { openMovingAddress } from '../../local-stack/moving-address.ts';
import { freePort } from '../../local-stack/ports.ts';
import { startPostgresProcess, type PostgresProcess } from '../../local-stack/postgres-process.ts';
import { createRedisProcess } from '../../local-stack/redis-process.ts';
import { startStandbyProcess } from '../../local-stack/standby-process.ts';
import type { Topology } from '../plan/chaos-profile.ts';
import { openRedisCluster } from './open-redis-cluster.ts';
import { openRedisSentinels } from './open-redis-sentinels.ts';
import type { CloseLater, Stores } from './stores.ts';

type Input = { dataRoot: string; closeLater: CloseLater };

/** The PostgreSQL and the Redis of a run, alone or as many machines would have them. */
export async function openStores(input: Input & { topology: Topology }): Promise<Stores> {
  const { queueUrl, redis } = await openRedis(input);
  const truth = await openTruth(input);
  return { redis, ...truth, env: { ...truth.env, QUEUE_URL: queueUrl } };
}

async function openRedis(
  input: Input & { topology: Topology },
): Promise<{ queueUrl: string; redis: Stores['redis'] }> {
  const { topology, dataRoot: folder, closeLater } = input;
  if (topology === 'cluster') return openRedisCluster({ folder, closeLater });
  if (topology === 'sentinel') return openRedisSentinels({ folder, closeLater });
  const redis = createRedisProcess({
    port: await freePort(),
    folder,
    ...(topology === 'valkey' && { programs: ['valkey-server'] }),
  });
  await redis.start();
  closeLater(() => redis.close());
  return { queueUrl: redis.url, redis };
}

type Truth = Omit<Stores, 'redis'>;

async function openTruth(input: Input & { topology: Topology }): Promise<Truth> {
  const postgres = await startPostgresProcess({
    dataRoot: input.dataRoot,
    port: await freePort(),
    ...(input.topology === 'standby' && { settings: { wal_keep_size: '512MB' } }),
  });
  input.closeLater(() => postgres.stop());
  if (input.topology === 'pgbouncer') return behindPgbouncer(input, postgres);
  if (input.topology === 'standby') return withStandby(input, postgres);
  const { url } = postgres;
  return { databaseUrl: url, migrationUrl: url, env: { DATABASE_URL: url }, postgres };
}

/** The services know PgBouncer alone, and so does the migration; only the audit looks past it. */
async function behindPgbouncer(input: Input, postgres: PostgresProcess): Promise<Truth> {
  const pooler = createPgbouncerProcess({
    port: await freePort(),
    folder: input.dataRoot,
    databaseUrl: postgres.url,
  });
  await pooler.start();
  input.closeLater(() => pooler.close());
  return {
    databaseUrl: postgres.url,
    migrationUrl: pooler.url,
    env: { DATABASE_URL: pooler.url, DATABASE_POOLER: 'transaction' },
    ...{ postgres, pooler },
  };
}

/** One address, behind it the primary, and after the promotion what was its standby. */
async function withStandby(input: Input, postgres: PostgresProcess): Promise<Truth> {
  const primary = new URL(postgres.url);
  const standby = await startStandbyProcess({
    dataRoot: input.dataRoot,
    databaseUrl: postgres.url,
    password: decodeURIComponent(primary.password),
  });
  input.closeLater(() => standby.stop());
  const address = await openMovingAddress(Number(primary.port));
  input.closeLater(() => address.close());
  const moving = new URL(primary);
  moving.port = String(address.port);
  const url = moving.toString();
  return {
    databaseUrl: url,
    migrationUrl: url,
    env: { DATABASE_URL: url },
    postgres: {
      ...postgres,
      async promote() {
        await standby.promote();
        await address.moveTo(standby.port);
      },
    },
  };
}
