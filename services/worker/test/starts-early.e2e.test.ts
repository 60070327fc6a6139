import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { migrateQueue } from '@yuexin/queue';
import { migrate, openStorage } from '@yuexin/storage';
import { createTestDatabase, eventually, testMasterKey } from '@yuexin/testkit';
import { describeRedis } from './support/engines.ts';
import { createLateDoor } from './support/late-door.ts';
import { createPrivateRedis } from './support/private-redis.ts';
import { callsOf, ledgerOf } from './support/read-simulator.ts';
import { acceptPushesIn, newPush, seedApp } from './support/seed-app.ts';
import { startSimulator } from './support/start-simulator.ts';
import { startWorker, type RunningWorker } from './support/start-worker.ts';
import { untilState } from './support/watch-pushes.ts';

jest.setTimeout(90_000);

const silent = { info: () => undefined, warn: () => undefined };
const simulator = await startSimulator();
const database = await createTestDatabase({ isMigrated: false });
const databaseUrl = new URL(database.url);
const door = await createLateDoor({
  host: databaseUrl.hostname,
  port: Number(databaseUrl.port || 5432),
});
const throughDoor = new URL(database.url);
throughDoor.hostname = '127.0.0.1';
throughDoor.port = String(door.port);
const storage = openStorage({
  ...{ databaseUrl: database.url, poolMax: 4, masterKeys: [testMasterKey] },
  ...{ applicationName: 'yuexin-test', logger: silent },
});
const workers: RunningWorker[] = [];

afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await storage.close();
  await door.shut();
  await simulator.stop();
  await database.drop();
}, 60_000);

const startOn = (queueUrl: string): RunningWorker => {
  const worker = startWorker({
    DATABASE_URL: throughDoor.href,
    QUEUE_URL: queueUrl,
    MASTER_KEY: testMasterKey.toString('base64'),
    WECHAT_API_BASE_URL: simulator.url,
  });
  workers.push(worker);
  return worker;
};
const portOf = (worker: RunningWorker): Promise<number> =>
  eventually(() => {
    const line = worker.lines.find(({ message }) => message === 'probes and metrics answer');
    return (line?.fields.port as number | undefined) ?? false;
  });
const ask = async (port: number, path: string) => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: response.status, body: await response.text() };
};
const saidSoFar = (worker: RunningWorker): string =>
  worker.lines.map(({ message, fields }) => `${message} ${JSON.stringify(fields)}`).join('\n');

describe('a worker that starts before everything else', () => {
  test('when it is stopped while it still waits, then it ends at once and well', async () => {
    const worker = startOn(throughDoor.href);
    await portOf(worker);
    expect(await worker.stop()).toBe(0);
    await expect(worker.started).rejects.toBeDefined();
    workers.length = 0;
  });

  test('when PostgreSQL, then the migration come late, then it says for what it waits, answers probes meanwhile, and works by itself', async () => {
    const worker = startOn(throughDoor.href);
    const port = await portOf(worker);
    expect((await ask(port, '/livez')).status).toBe(200);
    const early = await ask(port, '/readyz');
    expect(early.status).toBe(503);
    expect(early.body).toMatch(/PostgreSQL at 127\.0\.0\.1:\d+ does not answer/);
    await eventually(() => saidSoFar(worker).includes('PostgreSQL'));

    await door.open();
    await eventually(() => /migrat/i.test(saidSoFar(worker)), { timeoutMs: 15_000 });
    expect((await ask(port, '/readyz')).status).toBe(503);

    await migrate({ databaseUrl: database.url, logger: silent });
    await migrateQueue({ url: database.url });
    await worker.started;
    await eventually(async () => (await ask(port, '/readyz')).status === 200, {
      timeoutMs: 15_000,
    });
    const app = await seedApp({ storage, simulator });
    const [pushId] = await acceptPushesIn(storage, [newPush(app)]);
    await untilState(storage, pushId!, 'sent');
    const { body } = await ask(port, '/metrics');
    expect(body).toMatch(/push_attempts_total\{[^}]*outcome="accepted",errcode="0"[^}]*\} 1/);
    expect(body).toMatch(/push_settled_total\{[^}]*state="sent"[^}]*\} 1/);
    expect(body).toMatch(/queue_jobs\{/);
    expect(body).toMatch(/event_lag_seconds(\{[^}]*\})? 0/);
    expect(body).toMatch(/callbacks_waiting(\{[^}]*\})? 0/);
    expect(body).toMatch(/callback_lag_seconds(\{[^}]*\})? 0/);
    expect(body).not.toContain(app.users[0]!.openid);
  });

  test('when PostgreSQL goes away and comes back, then the worker says so, is not ready meanwhile, and goes on by itself', async () => {
    const [worker] = workers;
    const port = await portOf(worker!);
    await door.shut();
    await eventually(async () => (await ask(port, '/readyz')).status === 503);
    expect((await ask(port, '/livez')).status).toBe(200);
    const app = await seedApp({ storage, simulator });
    const [pushId] = await acceptPushesIn(storage, [newPush(app)]);
    await door.open();
    await untilState(storage, pushId!, 'sent', 45_000);
    await eventually(async () => (await ask(port, '/readyz')).status === 200, {
      timeoutMs: 15_000,
    });
  });
});

describe('a worker that loses PostgreSQL with a message in hand', () => {
  test('when the answer comes meanwhile, then it is kept, and written down when PostgreSQL is back: sent once', async () => {
    const app = await seedApp({ storage, simulator }, { settings: { sendLatencyMs: 1_500 } });
    const [pushId] = await acceptPushesIn(storage, [newPush(app)]);
    await eventually(async () => (await ledgerOf(simulator, app.appId)).sends.length === 1, {
      timeoutMs: 15_000,
    });
    await door.shut();
    const answered = async () => {
      const [call] = await callsOf(simulator, app.appId);
      return call?.endedAt !== null;
    };
    await eventually(answered);
    expect(await storage.pushes.find(pushId!)).toMatchObject({ state: 'sending' });
    await door.open();
    const push = await untilState(storage, pushId!, 'sent', 20_000);
    expect(push.attempts).toBe(1);
    expect(await callsOf(simulator, app.appId)).toHaveLength(1);
  });
});

describeRedis('a worker that starts before Redis', () => {
  test('when Redis comes late, then it says that it waits for it, does what needs no queue, and works by itself', async () => {
    const redis = await createPrivateRedis();
    const worker = startOn(redis.url);
    try {
      const port = await portOf(worker);
      await eventually(() => saidSoFar(worker).includes('Redis at 127.0.0.1'), {
        timeoutMs: 15_000,
      });
      expect((await ask(port, '/readyz')).status).toBe(503);
      await redis.start();
      await worker.started;
      const app = await seedApp({ storage, simulator });
      const [pushId] = await acceptPushesIn(storage, [newPush(app)]);
      await untilState(storage, pushId!, 'sent');
    } finally {
      await worker.stop();
      await redis.stop();
    }
  });
});
