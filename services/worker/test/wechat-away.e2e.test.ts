import { afterAll, describe, expect, jest, test } from '@jest/globals';
import type { AlarmRow } from '@yuexin/storage';
import { eventually } from '@yuexin/testkit';
import { engines } from './support/engines.ts';
import { createLateDoor } from './support/late-door.ts';
import { callsOf, ledgerOf } from './support/read-simulator.ts';
import { acceptPushes, newPush, seedApp, type SeededApp } from './support/seed-app.ts';
import { createTestBed } from './support/test-bed.ts';
import { untilAll, untilState } from './support/watch-pushes.ts';

jest.setTimeout(180_000);

const pushCount = 500;
/** Of each worker: ten that go ahead, then a probe for each opening, longer each time (1, 2, 4, 5 s). */
const attemptsMax = 2 * (11 + 9);

const beds = await Promise.all(
  engines.map(async (engine) => {
    const bed = await createTestBed(engine);
    const { hostname: host, port } = new URL(bed.simulator.url);
    return { engine, bed, door: await createLateDoor({ host, port: Number(port) }) };
  }),
);

describe.each(beds)('WeChat goes away, queue on $engine', ({ bed, door }) => {
  const { storage, simulator } = bed;
  afterAll(() => door.shut());

  const alarmOf = async ({ appId }: SeededApp) => {
    const { items } = await storage.upkeep.listAlarms({ limit: 100, cursor: null });
    const isIt = (alarm: AlarmRow) => alarm.appId === appId && alarm.code === 'wechat-unreachable';
    return items.find(isIt) ?? null;
  };
  const metricsOf = async (port: number) =>
    (await fetch(`http://127.0.0.1:${port}/metrics`)).text();

  test('when 500 pushes wait while its door is shut, then a handful of attempts find out, nothing dies, and once it is open all are sent exactly once', async () => {
    await door.open();
    const app = await seedApp(bed, { users: pushCount + 1 });
    // What is slow on a busy machine is not lost.
    const env = { WECHAT_API_BASE_URL: `http://127.0.0.1:${door.port}`, SEND_TIMEOUT_MS: '20000' };
    const workers = [bed.startWorker(env), bed.startWorker(env)];
    const [{ port }] = (await Promise.all(workers.map(({ started }) => started))) as [
      { port: number },
    ];
    const [first] = await acceptPushes(bed, [
      newPush(app, { userId: app.users[pushCount]!.userId }),
    ]);
    await untilState(storage, first!, 'sent');

    await door.shut();
    const pushes = app.users.slice(0, pushCount).map(({ userId }) => newPush(app, { userId }));
    const pushIds = await acceptPushes(bed, pushes);
    const shutAt = Date.now();
    const alarm = await eventually(() => alarmOf(app), { timeoutMs: 15_000 });
    expect(alarm.resolvedAt).toBeNull();
    // Both workers have seen it, and have come back to see whether it is over.
    await eventually(() => Promise.resolve(Date.now() - shutAt > 8_000), { timeoutMs: 10_000 });
    const open = [/wechat_circuit\{[^}]*state="(open|half-open)"[^}]*\} 1/];
    for (const pattern of open) expect(await metricsOf(port)).toMatch(pattern);
    const rows = await storage.pushes.findMany(pushIds);
    const attempts = rows.reduce((sum, push) => sum + push.attempts, 0);
    expect(attempts).toBeGreaterThan(0);
    expect(attempts).toBeLessThanOrEqual(attemptsMax);
    const waiting = rows.filter(({ state }) => state === 'queued');
    expect(waiting.length).toBeGreaterThanOrEqual(pushCount - attemptsMax);
    expect((await storage.apps.find(app.appId))?.pause).toBeNull();

    await door.open();
    const sent = await untilAll(storage, pushIds, { state: 'sent', within: 60_000 });
    expect(sent.reduce((sum, push) => sum + push.attempts, 0)).toBeLessThanOrEqual(
      pushCount + attemptsMax,
    );
    const { sends } = await ledgerOf(simulator, app.appId);
    expect(sends).toHaveLength(pushCount + 1);
    expect(new Set(sends.map(({ openid }) => openid)).size).toBe(pushCount + 1);
    expect(await callsOf(simulator, app.appId)).toHaveLength(pushCount + 1);
    await eventually(async () => (await alarmOf(app))?.resolvedAt !== null);
    const lines = workers.flatMap((worker) => worker.lines.map(({ message }) => message));
    expect(lines).toContain('WeChat does not answer; the pushes of the app wait');
    expect(lines).toContain('WeChat answers again');
  });
});
