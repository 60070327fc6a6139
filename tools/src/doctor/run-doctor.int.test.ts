import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createQueueHub, migrateQueue } from '@yuexin/queue';
import {
  createApp,
  createPush,
  createTemplate,
  createTestDatabase,
  createTestStorage,
  createUser,
  giveGrant,
  testMasterKey,
  uniquePrefix,
} from '@yuexin/testkit';
import { testWithRedis } from '../../test/test-with-redis.ts';
import { makeScratch } from '../local-stack/make-scratch.ts';
import { freePort } from '../local-stack/ports.ts';
import { createRedisProcess, type RedisProcess } from '../local-stack/redis-process.ts';
import type { Finding } from './finding.ts';
import { runDoctor } from './run-doctor.ts';

jest.setTimeout(60_000);

const { storage, testDatabase } = await createTestStorage();
const scratch = makeScratch('yuexin-doctor-');
const servers: RedisProcess[] = [];
let wechat: Server;
let wechatUrl: string;

async function startRedis(...args: string[]): Promise<RedisProcess> {
  const redis = createRedisProcess({ port: await freePort(), folder: scratch, args });
  servers.push(redis);
  await redis.start();
  return redis;
}

beforeAll(async () => {
  // Whatever stands at WeChat's address: it answers, and has a clock.
  wechat = createServer((_request, response) => response.writeHead(404).end());
  wechat.listen(0, '127.0.0.1');
  await once(wechat, 'listening');
  wechatUrl = `http://127.0.0.1:${(wechat.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
afterAll(() => {
  wechat.close();
  rmSync(scratch, { recursive: true, force: true });
});

const examine = (env: Record<string, string>, urls: { apiUrls?: string[] } = {}) =>
  runDoctor({
    env: {
      DATABASE_URL: testDatabase.url,
      MASTER_KEY: testMasterKey.toString('base64'),
      WECHAT_API_BASE_URL: wechatUrl,
      ...env,
    },
    options: { apiUrls: [], workerUrls: [], ...urls },
  });
const of = (findings: readonly Finding[], check: string): Finding[] =>
  findings.filter((finding) => finding.check === check);
const failures = (findings: readonly Finding[]): string[] =>
  findings.filter(({ status }) => status === 'failed').map(({ check }) => check);

describe('a set-up that is right', () => {
  testWithRedis('nothing fails, and everything was looked at', async () => {
    const redis = await startRedis('--appendonly', 'yes', '--maxmemory-policy', 'noeviction');
    const prefix = uniquePrefix();
    const hub = createQueueHub({
      ...{ queueUrl: redis.url, prefix },
      logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    });
    const { appId } = await createApp({ storage });
    const { templateId } = await createTemplate({ storage, appId });
    const { id: userId, openid } = await createUser({ storage, appId });
    await giveGrant({ storage, appId, openid, templateId });
    const push = await createPush({ storage, appId, templateId, userId });
    for (const role of ['api', 'worker'] as const)
      await storage.upkeep.beat({ processId: `${role}-1`, role });
    try {
      await hub.ready(AbortSignal.timeout(30_000));
      await hub.addPushes(appId, [{ pushId: push.id, cycle: push.cycle, priority: 'normal' }]);
      const env = { QUEUE_URL: redis.url, QUEUE_PREFIX: prefix };
      const found = await examine(env);
      expect(failures(found)).toEqual([]);
      for (const check of [
        ...['Configuration', 'PostgreSQL', 'Migrations', 'Clock of PostgreSQL', 'Pooler'],
        ...['MASTER_KEY', 'Disk', 'Redis', 'WeChat', 'Processes', 'Queue and database'],
      ])
        expect(of(found, check)[0]).toMatchObject({ status: expect.stringMatching(/ok|warning/) });
      expect(of(found, 'Redis').map(({ status }) => status)).toEqual(['ok']);
      expect(of(found, 'MASTER_KEY')[0]).toMatchObject({ status: 'ok' });
      expect(of(found, 'Processes').map(({ status }) => status)).toEqual(['ok', 'ok']);
      expect(of(found, 'Queue and database')[0]).toMatchObject({
        ...{ status: 'ok', detail: 'Of 1 queued pushes, each has its job.' },
      });

      // The same, after the queue forgot: what PostgreSQL holds has no job.
      const forgotten = await examine({ ...env, QUEUE_PREFIX: uniquePrefix() });
      expect(of(forgotten, 'Queue and database')[0]).toMatchObject({
        ...{ status: 'warning', detail: 'Of 1 queued pushes, 1 have no job.' },
      });

      // A paused app keeps its pushes off the queue on purpose.
      await storage.apps.pause({
        ...{ appId, kind: 'operator', until: null },
        reason: { code: 'operator', message: 'Looked at.' },
      });
      const paused = await examine({ ...env, QUEUE_PREFIX: uniquePrefix() });
      expect(of(paused, 'Queue and database')[0]?.status).toBe('ok');
      await storage.apps.resume(appId);
    } finally {
      await hub.close();
    }
  });

  test('the queue may be in PostgreSQL', async () => {
    await migrateQueue({ url: testDatabase.url });
    const found = await examine({});
    expect(failures(found)).toEqual([]);
    expect(of(found, 'Queue in PostgreSQL').map(({ status }) => status)).toEqual(['ok', 'ok']);
  });
});

describe('a set-up that is wrong', () => {
  testWithRedis('a Redis that evicts fails, and what hangs on it is left out', async () => {
    const redis = await startRedis('--maxmemory-policy', 'allkeys-lru');
    const found = await examine({ QUEUE_URL: redis.url });
    expect(failures(found)).toEqual(['Redis']);
    expect(of(found, 'Redis')[0]?.detail).toContain('allkeys-lru');
    expect(of(found, 'Redis').map(({ status }) => status)).toEqual(['failed', 'warning']);
    expect(of(found, 'Queue and database')[0]?.status).toBe('skipped');
  });

  test('a key of another database opens nothing, and is not told', async () => {
    await createApp({ storage });
    const other = Buffer.alloc(32, 9).toString('base64');
    const found = await examine({ MASTER_KEY: other });
    expect(failures(found)).toContain('MASTER_KEY');
    expect(JSON.stringify(found)).not.toContain(other);
  });

  test('a database that is not migrated fails by that alone', async () => {
    const empty = await createTestDatabase({ isMigrated: false });
    const found = await examine({ DATABASE_URL: empty.url });
    expect(failures(found)).toEqual(['Migrations', 'Queue in PostgreSQL']);
    expect(of(found, 'MASTER_KEY')[0]?.status).toBe('skipped');
    await empty.drop();
  });

  test('when nobody answers anywhere, then each is named once and no password is told', async () => {
    const found = await examine(
      {
        DATABASE_URL: 'postgres://nobody:s3cret@127.0.0.1:9/nowhere',
        QUEUE_URL: 'redis://:s3cret@127.0.0.1:9/0',
        WECHAT_API_BASE_URL: 'http://who:s3cret@127.0.0.1:9',
      },
      { apiUrls: ['http://127.0.0.1:9'] },
    );
    expect(failures(found).sort()).toEqual(['Api', 'PostgreSQL', 'Redis', 'WeChat']);
    expect(JSON.stringify(found)).not.toContain('s3cret');
    for (const finding of found.filter(({ status }) => status === 'failed'))
      expect(finding.todo).toMatch(/\.$/);
  });

  test('an environment that is wrong is told variable by variable, and the rest is looked at all the same', async () => {
    const found = await examine({ MASTER_KEY: 'short', API_PORT: 'many', QUEUE_URL: 'ftp://x' });
    expect(of(found, 'Configuration').map(({ detail }) => detail)).toEqual([
      expect.stringContaining('QUEUE_URL'),
      expect.stringContaining('MASTER_KEY'),
      expect.stringContaining('API_PORT'),
    ]);
    expect(of(found, 'PostgreSQL')[0]?.status).toBe('ok');
    expect(of(found, 'Queue')[0]?.status).toBe('skipped');
  });
});
