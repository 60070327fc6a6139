import { createTestDatabase, testRedisUrl, uniquePrefix } from '@yuexin/testkit';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { createQueueHub } from '../create-queue-hub.ts';
import { migrateQueue } from '../migrate-queue.ts';
import type { StallOptions } from '../queue-engine.ts';
import type { QueueHub } from '../queue-hub.ts';
import { createMemoryLogger, type MemoryLogger } from './memory-logger.ts';
import { createRawPostgres, createRawRedis, type RawEngine } from './raw-engine.ts';
import { createTcpProxy, type TcpProxy } from './tcp-proxy.ts';

export type TestHub = QueueHub & { logger: MemoryLogger };
export type HubChoice = { prefix: string; url?: string; isReady?: boolean; stall?: StallOptions };

/** An engine for one test file, and what a test may do to it. */
export type QueueArena = {
  url: string;
  raw: RawEngine;
  /** A hub that is ready (unless told otherwise), with jobs of dead workers back within three seconds. */
  openHub(choice: HubChoice): Promise<TestHub>;
  /** The engine behind a wire that can be cut. */
  openProxy(): Promise<{ proxy: TcpProxy; url: string }>;
  /** The store forgets everything under this prefix. */
  wipe(prefix: string): Promise<void>;
  close(): Promise<void>;
};

const quickStall: StallOptions = { lockDurationMs: 1000, intervalMs: 500 };

/** Given TEST_REDIS_URL, or told by CI that everything has to run. */
const hasRedis = (process.env.TEST_REDIS_URL ?? '') !== '' || process.env.CI === 'true';

async function openHub(defaultUrl: string, choice: HubChoice): Promise<TestHub> {
  const { prefix, url = defaultUrl, isReady = true, stall = quickStall } = choice;
  const logger = createMemoryLogger();
  const hub = createQueueHub({ queueUrl: url, prefix, poolMax: 10, logger, stall });
  if (isReady) await hub.ready(AbortSignal.timeout(30_000));
  return { ...hub, logger };
}

async function openProxy(url: string, defaultPort: number) {
  const to = new URL(url);
  const port = to.port === '' ? defaultPort : Number(to.port);
  const proxy = await createTcpProxy({ host: to.hostname, port });
  to.hostname = '127.0.0.1';
  to.port = String(proxy.port);
  return { proxy, url: to.href };
}

function openRedisArena(): Promise<QueueArena> {
  const url = testRedisUrl();
  const raw = createRawRedis(url);
  const client = new Redis(url);
  const prefixes = new Set<string>();
  const wipe = async (prefix: string) => {
    const keys = await client.keys(`${prefix}:*`);
    if (keys.length > 0) await client.del(keys);
  };
  return Promise.resolve({
    ...{ url, raw, wipe },
    openHub(choice) {
      prefixes.add(choice.prefix);
      return openHub(url, choice);
    },
    openProxy: () => openProxy(url, 6379),
    async close() {
      await raw.close();
      for (const prefix of prefixes) await wipe(prefix);
      client.disconnect();
    },
  });
}

/** Every queue of the prefix; the tables keep one row set per queue. */
const tablesOfJobs = ['job', 'meta', 'event', 'rate_limit', 'yuexin_marker'];

async function openPostgresArena(): Promise<QueueArena> {
  const database = await createTestDatabase({ isMigrated: false });
  const { url } = database;
  await migrateQueue({ url });
  const raw = createRawPostgres(url);
  return {
    url,
    raw,
    openHub: (choice) => openHub(url, choice),
    openProxy: () => openProxy(url, 5432),
    async wipe(prefix) {
      const client = new Client(url);
      await client.connect();
      for (const table of tablesOfJobs) {
        await client.query(`delete from bullmq.${table} where queue like $1`, [`${prefix}.%`]);
      }
      await client.end();
    },
    async close() {
      await raw.close();
      await database.drop();
    },
  };
}

/** For `describe.each`: the contract holds on both engines. */
export const queueArenas = [
  ...(hasRedis ? [{ engine: 'redis' as const, openArena: openRedisArena }] : []),
  { engine: 'postgres' as const, openArena: openPostgresArena },
];

export const newPrefix = (): string => uniquePrefix('queue');
