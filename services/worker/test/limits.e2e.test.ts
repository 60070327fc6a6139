import { describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { engines } from './support/engines.ts';
import { callsOf } from './support/read-simulator.ts';
import { acceptPushes, newPush, seedApp, type SeededApp } from './support/seed-app.ts';
import { createTestBed } from './support/test-bed.ts';
import { untilAll } from './support/watch-pushes.ts';

jest.setTimeout(150_000);

const beds = await Promise.all(
  engines.map(async (engine) => ({ engine, bed: await createTestBed(engine) })),
);

describe.each(beds)('the limits of an app, queue on $engine', ({ bed }) => {
  const { storage, simulator, testDatabase } = bed;
  bed.startWorker({ SEND_TIMEOUT_MS: '20000' });
  bed.startWorker({ SEND_TIMEOUT_MS: '20000' });

  const acceptAll = (app: SeededApp, from = 0, to = app.users.length) =>
    acceptPushes(
      bed,
      app.users.slice(from, to).map(({ userId }) => newPush(app, { userId })),
    );
  const pauseOf = async ({ appId }: SeededApp) => (await storage.apps.find(appId))?.pause ?? null;
  const limit = (app: SeededApp, settings: object) =>
    simulator.call('POST', '/apps', {
      ...{ appId: app.appId, appSecret: 'the-secret-of-a-test' },
      ...settings,
    });
  const spread = (sentAt: readonly (Date | null)[]): number => {
    const times = sentAt.map((at) => at!.getTime());
    return Math.max(...times) - Math.min(...times);
  };

  test('when an app has a rate, then a burst takes as long as it should over both workers, and a higher rate holds soon', async () => {
    const app = await seedApp(bed, { users: 200, sendRatePerSecond: 10 });
    const slow = await untilAll(storage, await acceptAll(app, 0, 60), {
      ...{ state: 'sent', within: 30_000 },
    });
    // 60 at 10 a second: the last begins five windows after the first.
    const slowMs = spread(slow.map(({ sentAt }) => sentAt));
    expect(slowMs).toBeGreaterThan(4_000);
    expect(slowMs).toBeLessThan(12_000);

    await storage.apps.update(app.appId, { sendRatePerSecond: 1_000 });
    const fastFrom = Date.now();
    await untilAll(storage, await acceptAll(app, 60, 200), { state: 'sent', within: 30_000 });
    // Two seconds until the workers look, then all at once; at the old rate it would be fourteen.
    expect(Date.now() - fastFrom).toBeLessThan(13_000);
  });

  test('when the minute is used up (45011), then the app rests until the next one, WeChat is left alone meanwhile, no retry is used, and all are sent then', async () => {
    const app = await seedApp(bed, { users: 40, settings: { minuteQuota: 25 } });
    const pushIds = await acceptAll(app);
    const pause = await eventually(() => pauseOf(app), { timeoutMs: 20_000 });
    expect(pause).toMatchObject({ kind: 'quota-minute', reason: { errcode: 45011 } });
    // What was under way when the first refusal came.
    const asked = (await callsOf(simulator, app.appId)).length;
    expect(asked).toBeLessThanOrEqual(40);
    await eventually(async () => (await pauseOf(app)) === null, {
      ...{ timeoutMs: 75_000, intervalMs: 500 },
    });
    const restMs = pause.until!.getTime() - Date.now();
    expect(restMs).toBeLessThan(1_000);
    const calls = await callsOf(simulator, app.appId);
    const refused = calls.filter(({ errcode }) => errcode === 45011);
    const sent = await untilAll(storage, pushIds, { state: 'sent', within: 20_000 });
    expect(sent.every(({ attempts }) => attempts <= 2)).toBe(true);
    expect(refused.length).toBeLessThanOrEqual(15);
    expect((await callsOf(simulator, app.appId)).length).toBe(40 + refused.length);
  });

  test('when the day is used up (45009), then the app rests, and goes on by itself at the end of the pause with every push as it was', async () => {
    const app = await seedApp(bed, { users: 40, settings: { dailyQuota: 25 } });
    const pushIds = await acceptAll(app);
    const pause = await eventually(() => pauseOf(app), { timeoutMs: 20_000 });
    expect(pause).toMatchObject({ kind: 'quota-daily', reason: { errcode: 45009 } });
    // What was claimed before the pause is sent and settled all the same.
    await eventually(async () => {
      const rows = await storage.pushes.findMany(pushIds);
      return rows.every(({ state }) => state !== 'sending');
    });
    const asked = (await callsOf(simulator, app.appId)).length;
    const waitFrom = Date.now();
    await eventually(() => Promise.resolve(Date.now() - waitFrom > 5_000), { timeoutMs: 7_000 });
    expect((await callsOf(simulator, app.appId)).length).toBe(asked);
    const rows = await storage.pushes.findMany(pushIds);
    expect(rows.filter(({ state }) => state === 'sent')).toHaveLength(25);
    expect(rows.every(({ attempts }) => attempts <= 1)).toBe(true);

    // Midnight comes: WeChat counts anew, and the pause is over.
    await limit(app, { dailyQuota: 1_000 });
    await testDatabase.run(
      `update apps set paused_until = clock_timestamp() + interval '1 s' where app_id = '${app.appId}'`,
    );
    const sent = await untilAll(storage, pushIds, { state: 'sent', within: 20_000 });
    expect(sent.every(({ attempts }) => attempts <= 2)).toBe(true);
    expect((await callsOf(simulator, app.appId)).length).toBe(asked + 15);
  });
});
