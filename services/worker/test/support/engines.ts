import { describe } from '@jest/globals';
import { migrateQueue } from '@yuexin/queue';
import { testRedisUrl, uniquePrefix } from '@yuexin/testkit';
import { findRedisServer } from './private-redis.ts';

export type Engine = 'redis' | 'postgres';

/** Given TEST_REDIS_URL, or told by CI that everything has to run. */
const hasRedis = (process.env.TEST_REDIS_URL ?? '') !== '' || process.env.CI === 'true';

/** For `describe.each`: the road of a push is the same on both. */
export const engines: readonly Engine[] = hasRedis ? ['redis', 'postgres'] : ['postgres'];

/** For suites that start a Redis of their own: skipped where there is none, as the launcher says in its notice. */
export const describeRedis: typeof describe.skip =
  findRedisServer() !== null || process.env.CI === 'true' ? describe : describe.skip;

/** QUEUE_URL and QUEUE_PREFIX of a to-do list nobody else uses. */
export async function openQueueFor(
  engine: Engine,
  databaseUrl: string,
): Promise<{ queueUrl: string; queuePrefix: string }> {
  const queuePrefix = uniquePrefix('worker');
  if (engine === 'redis') return { queueUrl: testRedisUrl(), queuePrefix };
  await migrateQueue({ url: databaseUrl });
  return { queueUrl: databaseUrl, queuePrefix };
}
