import { rmSync } from 'node:fs';
import { createTestDatabase, uniquePrefix } from '@yuexin/testkit';
import { makeScratch } from '../src/local-stack/make-scratch.ts';
import { freePort } from '../src/local-stack/ports.ts';
import { repoRoot } from '../src/local-stack/repo-root.ts';
import { startStack, type Stack } from '../src/local-stack/start-stack.ts';

/** Every queue engine this run can test on; PostgreSQL always, Redis when there is one. */
export const engines: readonly { engine: string; queueUrl: string | null }[] = [
  { engine: 'postgres', queueUrl: null },
  ...(process.env.TEST_REDIS_URL
    ? [{ engine: 'redis', queueUrl: process.env.TEST_REDIS_URL }]
    : []),
];

/** api, worker and simulator as they ship, on a database and a queue prefix of their own. */
export async function openPrivateStack(options: {
  queueUrl: string | null;
  env?: Record<string, string>;
}): Promise<{ stack: Stack; close(): Promise<void> }> {
  const database = await createTestDatabase({ isMigrated: false });
  const dataRoot = makeScratch('yuexin-stack-');
  const stack = await startStack({
    root: repoRoot,
    dataRoot,
    ports: { api: await freePort(), worker: await freePort(), simulator: await freePort() },
    databaseUrl: database.url,
    ...(options.queueUrl !== null && { queueUrl: options.queueUrl }),
    env: { QUEUE_PREFIX: uniquePrefix(), ...options.env },
  });
  stack.failed.catch(() => {
    // A test that kills a service says so itself.
  });
  return {
    stack,
    async close() {
      await stack.stop();
      rmSync(dataRoot, { recursive: true, force: true });
      await database.drop();
    },
  };
}
