import pg from 'pg';
import { freePort } from '../../local-stack/ports.ts';
import { startPostgresProcess } from '../../local-stack/postgres-process.ts';
import { createRedisProcess } from '../../local-stack/redis-process.ts';
import type { CpuGroups } from '../cpu/start-cpu-clock.ts';
import { openUpstream, type Upstream } from '../upstream/open-upstream.ts';
import { askRedis, readRedisInfo } from './ask-redis.ts';

/** The servers that all contenders of a run share: PostgreSQL as durable as it comes, Redis, the upstream. */
export type BenchServers = {
  redisUrl: string;
  upstream: Upstream;
  /** The processes of these servers. */
  processes(): CpuGroups;
  /** An empty database and its URL; asked again for the same name, another. */
  createDatabase(name: string): Promise<string>;
  dropDatabase(name: string): Promise<void>;
  wipeRedis(): Promise<void>;
  versions: { postgres: string; redis: string };
  stop(): Promise<void>;
};

/** @throws AppError `unavailable` where there is no Redis or no PostgreSQL for this machine. */
export async function openBenchServers(folder: string): Promise<BenchServers> {
  const closers: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const redis = createRedisProcess({ port: await freePort(), folder });
    closers.push(() => redis.close());
    await redis.start();
    const postgres = await startPostgresProcess({ dataRoot: folder, port: await freePort() });
    closers.push(() => postgres.stop());
    const admin = new pg.Pool({ connectionString: postgres.url, max: 1 });
    admin.on('error', () => undefined);
    closers.push(() => admin.end());
    const upstream = await openUpstream(folder);
    closers.push(() => upstream.stop());
    const found = await admin.query<{ server_version: string }>('show server_version');
    return {
      redisUrl: redis.url,
      upstream,
      processes: () => ({
        postgres: [postgres.pid()],
        redis: [redis.pid() ?? []].flat(),
        upstream: [upstream.pid],
      }),
      ...createDatabases(admin, postgres.url),
      wipeRedis: async () => {
        await askRedis(redis.url, 'FLUSHALL');
      },
      versions: {
        postgres: found.rows[0]?.server_version ?? 'unknown',
        redis: await readRedisInfo(redis.url, 'redis_version'),
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function createDatabases(
  admin: pg.Pool,
  serverUrl: string,
): Pick<BenchServers, 'createDatabase' | 'dropDatabase'> {
  const dropDatabase = async (name: string): Promise<void> => {
    await admin.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
  };
  return {
    dropDatabase,
    async createDatabase(name) {
      await dropDatabase(name);
      await admin.query(`create database ${pg.escapeIdentifier(name)}`);
      const url = new URL(serverUrl);
      url.pathname = `/${name}`;
      return url.toString();
    },
  };
}
