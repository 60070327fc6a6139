import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { callsOf, tokenPath } from './support/read-simulator.ts';
import { acceptPushes, newPush, seedApp, type SeededApp } from './support/seed-app.ts';
import { createTestBed } from './support/test-bed.ts';
import { untilAll, untilState } from './support/watch-pushes.ts';

jest.setTimeout(120_000);

const bed = await createTestBed('postgres');
const { storage, simulator } = bed;
const program = fileURLToPath(new URL('./support/token-user.mjs', import.meta.url));
const revoke = (appId: string, errcode = 42001) =>
  simulator.call('POST', `/apps/${appId}/expire-token`, { errcode });
const tokenCalls = async (appId: string) => (await callsOf(simulator, appId, tokenPath)).length;
const alarmsOf = async ({ appId }: SeededApp) => {
  const { items } = await storage.upkeep.listAlarms({ limit: 100, cursor: null });
  return items.filter((alarm) => alarm.appId === appId);
};

describe('32 users of one token in 4 processes', () => {
  const children: ChildProcess[] = [];
  let app: SeededApp;
  /** When each of the 32 last began a call that went well. */
  const wellSince = async (): Promise<number[]> => {
    const answers = children.map(async (child) => {
      child.send('?');
      const [well] = (await once(child, 'message')) as [number[]];
      return well;
    });
    return (await Promise.all(answers)).flat();
  };
  const untilAllWork = (after: number) =>
    eventually(async () => (await wellSince()).every((at) => at > after), { timeoutMs: 30_000 });

  beforeAll(async () => {
    app = await seedApp(bed);
    const { DATABASE_URL, MASTER_KEY } = bed.env;
    const given = { databaseUrl: DATABASE_URL, masterKey: MASTER_KEY, wechatUrl: simulator.url };
    const env = {
      ...process.env,
      TOKEN_USER: JSON.stringify({ ...given, appId: app.appId, users: 8 }),
    };
    for (let count = 0; count < 4; count += 1) children.push(fork(program, { env, execArgv: [] }));
  });
  afterAll(async () => {
    await Promise.all(
      children.map(async (child) => {
        const ended = once(child, 'exit');
        child.disconnect();
        await ended;
      }),
    );
  });

  test('when the token is revoked again and again, then each time WeChat is asked at most twice, and all 32 get a working one', async () => {
    await untilAllWork(0);
    expect(await tokenCalls(app.appId)).toBeLessThanOrEqual(2);
    for (const errcode of [42001, 40001, 40014, 42001, 40001]) {
      const before = await tokenCalls(app.appId);
      await revoke(app.appId, errcode);
      await untilAllWork(Date.now());
      const asked = (await tokenCalls(app.appId)) - before;
      expect(asked).toBeGreaterThanOrEqual(1);
      expect(asked).toBeLessThanOrEqual(2);
    }
  });
});

describe('one token and many workers', () => {
  test('when the token dies young three times, then an operator is told that another system refreshes it', async () => {
    const app = await seedApp(bed, { users: 5 });
    const worker = bed.startWorker();
    const send = async (index: number): Promise<void> => {
      const [pushId] = await acceptPushes(bed, [
        newPush(app, { userId: app.users[index]!.userId }),
      ]);
      await untilState(storage, pushId!, 'sent', 30_000);
    };
    await send(0);
    for (let death = 1; death <= 3; death += 1) {
      expect((await alarmsOf(app)).map(({ code }) => code)).not.toContain('token-conflict');
      await revoke(app.appId, 40001);
      await send(death);
    }
    const [alarm] = await eventually(async () => {
      const found = (await alarmsOf(app)).filter(({ code }) => code === 'token-conflict');
      return found.length > 0 ? found : null;
    });
    expect(alarm!.message).toBe(
      "Another system is refreshing this app's token: it dies young, again and again.",
    );
    await worker.stop();
  });

  test('when the secret is wrong, then 200 pushes and 3 workers ask WeChat a handful of times, keep their attempts, and all go out once it is right', async () => {
    const app = await seedApp(bed, { users: 200, secret: 'not-the-secret' });
    const workers = Array.from({ length: 3 }, () => bed.startWorker({ SEND_TIMEOUT_MS: '20000' }));
    const startedAt = Date.now();
    const pushes = app.users.map(({ userId }) => newPush(app, { userId }));
    const pushIds = await acceptPushes(bed, pushes);
    await eventually(async () => (await storage.apps.find(app.appId))?.pause ?? null, {
      timeoutMs: 15_000,
    });
    const codes = await eventually(async () => {
      const found = (await alarmsOf(app)).map(({ code }) => code);
      return found.length > 0 ? found : null;
    });
    expect(codes.join()).toMatch(/errcode-40/);
    // Long enough for a hammering crowd, and for each worker's memory of the refusal to run out twice.
    await eventually(() => Promise.resolve(Date.now() - startedAt > 12_000), { timeoutMs: 15_000 });
    expect(await tokenCalls(app.appId)).toBeLessThanOrEqual(6);
    expect(await callsOf(simulator, app.appId)).toEqual([]);
    const rows = await storage.pushes.findMany(pushIds);
    expect(rows.reduce((sum, push) => sum + push.attempts, 0)).toBe(0);

    await storage.apps.update(app.appId, { appSecret: 'the-secret-of-a-test' });
    await storage.apps.resume(app.appId);
    const sent = await untilAll(storage, pushIds, { state: 'sent', within: 60_000 });
    expect(sent.every(({ attempts }) => attempts === 1)).toBe(true);
    await Promise.all(workers.map((worker) => worker.stop()));
  });

  test('when the holder of the refresh was killed, then the pushes wait without using an attempt, and go out when its lease is over', async () => {
    const app = await seedApp(bed, { users: 50 });
    await bed.testDatabase.run(
      `insert into app_tokens (app_id, refreshing_until)
       values ('${app.appId}', clock_timestamp() + interval '9 s')`,
    );
    const worker = bed.startWorker({ SEND_TIMEOUT_MS: '3000' });
    const pushes = app.users.map(({ userId }) => newPush(app, { userId }));
    const pushIds = await acceptPushes(bed, pushes);
    const sent = await untilAll(storage, pushIds, { state: 'sent', within: 30_000 });
    expect(sent.every(({ attempts }) => attempts === 1)).toBe(true);
    expect(await tokenCalls(app.appId)).toBe(1);
    await worker.stop();
  });

  test('when the token endpoint hangs for 30 s and more for one app, then the pushes of another flow as before', async () => {
    const [hanging, other] = [
      await seedApp(bed, { users: 150 }),
      await seedApp(bed, { users: 240 }),
    ];
    // Before there is a worker, whose sweeps would have a token of this app soon.
    const fault = { path: tokenPath, kind: 'delay', value: 120_000, appId: hanging.appId };
    await simulator.call('POST', '/faults', fault);
    const worker = bed.startWorker({ SEND_TIMEOUT_MS: '20000' });
    const sendSome = async (from: number, to: number): Promise<number> => {
      const startedAt = Date.now();
      const users = other.users.slice(from, to);
      const pushIds = await acceptPushes(
        bed,
        users.map(({ userId }) => newPush(other, { userId })),
      );
      await untilAll(storage, pushIds, { state: 'sent', within: 30_000 });
      return Date.now() - startedAt;
    };
    await sendSome(0, 40);
    const beforeMs = await sendSome(40, 140);
    const waiting = await acceptPushes(
      bed,
      hanging.users.map(({ userId }) => newPush(hanging, { userId })),
    );
    await eventually(async () => (await tokenCalls(hanging.appId)) > 0);
    const duringMs = await sendSome(140, 240);
    expect(duringMs).toBeLessThan(3 * beforeMs + 2_000);
    expect(await callsOf(simulator, hanging.appId)).toEqual([]);
    const rows = await storage.pushes.findMany(waiting);
    expect(rows.reduce((sum, push) => sum + push.attempts, 0)).toBe(0);

    await simulator.call('DELETE', '/faults');
    const sent = await untilAll(storage, waiting, { state: 'sent', within: 60_000 });
    expect(sent.every(({ attempts }) => attempts === 1)).toBe(true);
    await worker.stop();
  });
});
