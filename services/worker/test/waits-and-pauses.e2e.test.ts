import { describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { engines } from './support/engines.ts';
import { addFault, callsOf, tokenPath } from './support/read-simulator.ts';
import { acceptPushes, newPush, seedApp, type SeededApp } from './support/seed-app.ts';
import { createTestBed } from './support/test-bed.ts';
import { untilAll, untilState } from './support/watch-pushes.ts';

jest.setTimeout(90_000);

const beds = await Promise.all(
  engines.map(async (engine) => ({ engine, bed: await createTestBed(engine) })),
);

describe.each(beds)('what makes an app wait, queue on $engine', ({ bed }) => {
  const { storage, simulator } = bed;
  bed.startWorker();

  const pauseOf = async ({ appId }: SeededApp) => (await storage.apps.find(appId))?.pause ?? null;
  const untilPaused = (app: SeededApp) => eventually(() => pauseOf(app), { timeoutMs: 10_000 });
  const alarmsOf = async ({ appId }: SeededApp) => {
    const { items } = await storage.upkeep.listAlarms({ limit: 100, cursor: null });
    return items.filter((alarm) => alarm.appId === appId).map(({ code }) => code);
  };

  test('when the minute is used up (45011), then the app rests until the next one, nothing is burned, and all are sent then', async () => {
    const app = await seedApp(bed, { users: 30 });
    await addFault(simulator, app.appId, { kind: 'errcode', value: 45011 });
    const pushIds = await acceptPushes(
      bed,
      app.users.map(({ userId }) => newPush(app, { userId })),
    );
    const pause = await untilPaused(app);
    expect(pause).toMatchObject({ kind: 'quota-minute', reason: { errcode: 45011 } });
    const waitMs = pause.until!.getTime() - Date.now();
    expect(waitMs).toBeLessThan(64_000);
    const pushes = await untilAll(storage, pushIds, { state: 'sent', within: 80_000 });
    expect(pushes.every(({ attempts }) => attempts <= 2)).toBe(true);
    await eventually(async () => (await pauseOf(app)) === null);
  });

  test('when the day is used up (45009), then the app rests until midnight in Shanghai with an alarm, and a resume sends what waits', async () => {
    const app = await seedApp(bed, { users: 5 });
    await addFault(simulator, app.appId, { kind: 'errcode', value: 45009 });
    const pushIds = await acceptPushes(
      bed,
      app.users.slice(0, 1).map(({ userId }) => newPush(app, { userId })),
    );
    const pause = await untilPaused(app);
    expect(pause).toMatchObject({ kind: 'quota-daily', reason: { errcode: 45009 } });
    const shanghai = new Date(pause.until!.getTime() + 8 * 3_600_000);
    expect([shanghai.getUTCHours(), shanghai.getUTCMinutes() < 10]).toEqual([0, true]);
    const more = app.users.slice(1).map(({ userId }) => newPush(app, { userId }));
    pushIds.push(...(await acceptPushes(bed, more)));
    await eventually(async () => (await alarmsOf(app)).includes('errcode-45009'));
    const first = await storage.pushes.find(pushIds[0]!);
    expect(first).toMatchObject({ attempts: 1 });
    expect(['retrying', 'queued']).toContain(first!.state);

    await storage.apps.resume(app.appId);
    const pushes = await untilAll(storage, pushIds, { state: 'sent', within: 15_000 });
    expect(pushes.map(({ attempts }) => attempts).sort()).toEqual([1, 1, 1, 1, 2]);
  });

  test('when WeChat refuses the secret, then the app waits to be mended with an alarm, WeChat is not hammered and no push is lost', async () => {
    const app = await seedApp(bed, { users: 3, secret: 'not-the-secret' });
    const pushIds = await acceptPushes(
      bed,
      app.users.map(({ userId }) => newPush(app, { userId })),
    );
    const pause = await untilPaused(app);
    expect(pause).toMatchObject({ kind: 'configuration', until: null });
    await eventually(async () => (await alarmsOf(app)).length > 0);
    const asked = await callsOf(simulator, app.appId, tokenPath);
    expect(asked.length).toBeLessThanOrEqual(2);
    expect(await callsOf(simulator, app.appId)).toEqual([]);

    await storage.apps.update(app.appId, { appSecret: 'the-secret-of-a-test' });
    await storage.apps.resume(app.appId);
    await untilAll(storage, pushIds, { state: 'sent', within: 75_000 });
  });

  test('when an operator pauses the app, then nothing is sent; when it is resumed, then all is', async () => {
    const app = await seedApp(bed, { users: 4 });
    const reason = { code: 'app-paused', message: 'a test' };
    await storage.apps.pause({ appId: app.appId, kind: 'operator', reason, until: null });
    const pushIds = await acceptPushes(
      bed,
      app.users.map(({ userId }) => newPush(app, { userId })),
    );
    const other = await seedApp(bed);
    const [passing] = await acceptPushes(bed, [newPush(other)]);
    await untilState(storage, passing!, 'sent');
    const rows = await storage.pushes.findMany(pushIds);
    expect(rows.map(({ state }) => state)).toEqual(Array<string>(4).fill('queued'));
    expect(await callsOf(simulator, app.appId)).toEqual([]);
    await storage.apps.resume(app.appId);
    await untilAll(storage, pushIds, { state: 'sent', within: 15_000 });
  });

  test('when the template comes back from a pause, then its pushes go out by themselves', async () => {
    const app = await seedApp(bed);
    const { appId, templateId } = app;
    const reason = { code: 'template-paused', message: 'a test' };
    await storage.templates.pause({ appId, templateId, reason, until: null });
    const [pushId] = await acceptPushes(bed, [newPush(app)]);
    await eventually(async () =>
      Object.values(await bed.hub.counts(appId)).every((count) => count === 0),
    );
    expect(await storage.pushes.find(pushId!)).toMatchObject({ state: 'queued', attempts: 0 });
    await storage.templates.resume(appId, templateId);
    await untilState(storage, pushId!, 'sent');
  });

  test('when an app has a rate, then its queue keeps to it', async () => {
    const app = await seedApp(bed, { users: 24, sendRatePerSecond: 6 });
    const pushIds = await acceptPushes(
      bed,
      app.users.map(({ userId }) => newPush(app, { userId })),
    );
    const startedAt = Date.now();
    const pushes = await untilAll(storage, pushIds, { state: 'sent', within: 20_000 });
    const sentAt = pushes.map((push) => push.sentAt!.getTime()).sort((one, other) => one - other);
    // 24 pushes at 6 a second: the last begins at least three windows after the first.
    expect(sentAt.at(-1)! - sentAt[0]!).toBeGreaterThan(2_000);
    expect(Date.now() - startedAt).toBeLessThan(15_000);
  });
});
