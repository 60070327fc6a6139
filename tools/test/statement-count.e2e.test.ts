import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createTestDatabase, uniquePrefix, type TestDatabase } from '@yuexin/testkit';
import pg from 'pg';
import { repeatAtOnce } from '../src/bench/load/repeat-at-once.ts';
import { openUpstream, type Upstream } from '../src/bench/upstream/open-upstream.ts';
import { acceptPushes, pushOf } from '../src/bench/yuexin/accept-pushes.ts';
import { createApps } from '../src/bench/yuexin/create-apps.ts';
import { createPoster } from '../src/bench/yuexin/create-poster.ts';
import { seedGrants, seedUsers } from '../src/bench/yuexin/seed-ledger.ts';
import { waitUntilSettled } from '../src/bench/yuexin/wait-until-settled.ts';
import { freePort } from '../src/local-stack/ports.ts';
import { makeScratch } from '../src/local-stack/make-scratch.ts';
import { repoRoot } from '../src/local-stack/repo-root.ts';
import { startStack, type Stack } from '../src/local-stack/start-stack.ts';
import { openCountingDoor, type CountingDoor } from './open-counting-door.ts';

jest.setTimeout(180_000);

const PUSHES = 1_000;
/** A statement for each push would come to 1,000; batches of the size that concurrency gives stay far below. */
const STATEMENTS_MAX = 500;
const LIMIT_MS = 120_000;
const queueUrl = process.env.TEST_REDIS_URL;
/** Without Redis it is left out, as the launcher says in its notice; with CI=true it runs and fails. */
const whenRedis = queueUrl === undefined && process.env.CI !== 'true' ? describe.skip : describe;

whenRedis('the statements of 1,000 pushes', () => {
  let database: TestDatabase;
  let door: CountingDoor;
  let upstream: Upstream;
  let stack: Stack;
  let scratch: string;
  let sql: pg.Pool;
  let appId: string;
  beforeAll(async () => {
    database = await createTestDatabase({ isMigrated: false });
    door = await openCountingDoor(database.url);
    scratch = makeScratch('yuexin-count-');
    upstream = await openUpstream(scratch);
    stack = await startStack({
      root: repoRoot,
      dataRoot: scratch,
      ports: { api: await freePort(), worker: await freePort(), simulator: await freePort() },
      databaseUrl: door.url,
      ...(queueUrl !== undefined && { queueUrl }),
      env: { QUEUE_PREFIX: uniquePrefix(), WECHAT_API_BASE_URL: upstream.url },
    });
    sql = new pg.Pool({ connectionString: database.url, max: 2 });
    const { apiUrl, adminKey } = stack;
    [appId] = await createApps({ apiUrl, adminKey, messageToken: 'counted', count: 1 });
    await seedUsers({ sql, appId, count: PUSHES });
    const url = `${apiUrl}/v1/wechat/{appId}/events`;
    await upstream.configure({ delayMs: 0, events: { url, messageToken: 'counted' } });
  });
  afterAll(async () => {
    await sql.end();
    await stack.stop();
    await upstream.stop();
    await door.close();
    await database.drop();
    rmSync(scratch, { recursive: true, force: true });
  });

  /** What ran too often, from the first accept until each push is sent and confirmed. */
  const frequent = async (accept: () => Promise<void>): Promise<[string, number][]> => {
    await seedGrants({ sql, appId, count: PUSHES });
    await upstream.reset();
    door.reset();
    await accept();
    await upstream.waitFor(PUSHES, LIMIT_MS);
    await waitUntilSettled(sql);
    expect(sum(door.counts())).toBeGreaterThan(0);
    return [...door.counts()].filter(([, times]) => times > STATEMENTS_MAX);
  };

  test('when they come in batches, then no statement runs once for each push', async () => {
    const { apiUrl, callerKey: key } = stack;
    expect(await frequent(() => acceptPushes({ apiUrl, key, appId, count: PUSHES }))).toEqual([]);
  });

  test('when they come one by one, 64 at a time, then no statement runs once for each push', async () => {
    const poster = createPoster({ apiUrl: stack.apiUrl, connections: 64 });
    const accept = async (): Promise<void> => {
      await repeatAtOnce({
        ...{ count: PUSHES, atOnce: 64 },
        once: async (index) => {
          const key = `Idempotency-Key: one-${String(index)}`;
          await poster.post('/v1/pushes', stack.callerKey, pushOf(appId, index), [key]);
        },
      });
    };
    expect(await frequent(accept)).toEqual([]);
    poster.close();
  });
});

const sum = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((all, times) => all + times, 0);
