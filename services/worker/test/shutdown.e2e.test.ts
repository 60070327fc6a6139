import { describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { engines } from './support/engines.ts';
import { addFault, callsOf, ledgerOf } from './support/read-simulator.ts';
import { acceptPushes, newPush, seedApp } from './support/seed-app.ts';
import { createTestBed } from './support/test-bed.ts';
import { untilAll } from './support/watch-pushes.ts';

jest.setTimeout(120_000);

const beds = await Promise.all(
  engines.map(async (engine) => ({ engine, bed: await createTestBed(engine) })),
);

describe.each(beds)('a worker that is stopped, queue on $engine', ({ bed }) => {
  const { storage, simulator } = bed;

  test('when it is stopped in the middle, then what is in hand is finished, nothing is lost and nothing is sent twice', async () => {
    const app = await seedApp(bed, { users: 400, settings: { sendLatencyMs: 150 } });
    const pushIds = await acceptPushes(
      bed,
      app.users.map(({ userId }) => newPush(app, { userId })),
    );
    const first = bed.startWorker({ WORKER_CONCURRENCY: '20' });
    await eventually(async () => (await callsOf(simulator, app.appId)).length >= 60, {
      timeoutMs: 20_000,
    });
    expect(await first.stop()).toBe(0);
    const rows = await storage.pushes.findMany(pushIds);
    const counts = { sent: 0, queued: 0 };
    for (const { state } of rows) if (state === 'sent' || state === 'queued') counts[state] += 1;
    expect(counts.sent + counts.queued).toBe(400);
    expect(counts.queued).toBeGreaterThan(0);
    expect((await callsOf(simulator, app.appId)).length).toBe(counts.sent);

    const second = bed.startWorker();
    await untilAll(storage, pushIds, { state: 'sent', within: 60_000 });
    const { sends } = await ledgerOf(simulator, app.appId);
    expect(sends).toHaveLength(400);
    expect(new Set(sends.map(({ openid }) => openid)).size).toBe(400);
    expect(await second.stop()).toBe(0);
  });

  test('when WeChat does not answer while it is stopped, then it does not wait for ever, and what was in hand is told as unconfirmed', async () => {
    const app = await seedApp(bed);
    const worker = bed.startWorker({ SEND_TIMEOUT_MS: '60000' });
    await worker.started;
    await addFault(simulator, app.appId, { kind: 'hang-after-commit' });
    const [pushId] = await acceptPushes(bed, [newPush(app)]);
    await eventually(async () => (await ledgerOf(simulator, app.appId)).sends.length === 1, {
      timeoutMs: 15_000,
    });
    const startedAt = Date.now();
    expect(await worker.stop()).toBe(0);
    expect(Date.now() - startedAt).toBeLessThan(25_000);
    expect(await storage.pushes.find(pushId!)).toMatchObject({ state: 'unconfirmed', attempts: 1 });
    expect(await callsOf(simulator, app.appId)).toHaveLength(1);
  });
});
