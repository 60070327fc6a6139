import { describe, expect, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { createGate, newPushJob, recordingHandler } from './test-support/push-jobs.ts';
import { newPrefix, queueArenas } from './test-support/queue-arena.ts';
import { useArena } from './test-support/use-arena.ts';

const appId = 'wxlife';
const jobs = (count: number) => Array.from({ length: count }, () => newPushJob());

describe.each(queueArenas)('the life of a consumer ($engine)', ({ openArena }) => {
  const { arena, openHub } = useArena(openArena);

  test('as many jobs as the concurrency are in hand at once, and never more', async () => {
    const hub = await openHub();
    const gate = createGate();
    let inHand = 0;
    let most = 0;
    const { seen, handler } = recordingHandler(async () => {
      most = Math.max(most, ++inHand);
      await gate.passed;
      inHand -= 1;
      return { kind: 'complete' };
    });
    await hub.addPushes(appId, jobs(30));
    await hub.consumePushes(appId, handler, { concurrency: 4 });
    await eventually(() => expect(inHand).toBe(4));
    expect(await hub.counts(appId)).toMatchObject({ active: 4, waiting: 26 });
    gate.open();
    await eventually(() => expect(seen).toHaveLength(30));
    expect(most).toBe(4);
  });

  test('one process serves many apps, each consumer only its own', async () => {
    const hub = await openHub();
    const apps = Array.from({ length: 12 }, (_, index) => `wxapp${index}`);
    const seen = new Map<string, string[]>(apps.map((app) => [app, []]));
    const consumers = await Promise.all(
      apps.map((app) =>
        hub.consumePushes(
          app,
          (job) => {
            seen.get(app)?.push(job.appId);
            return Promise.resolve({ kind: 'complete' });
          },
          { concurrency: 2 },
        ),
      ),
    );
    for (const app of apps) await hub.addPushes(app, jobs(3));
    await eventually(() => {
      for (const app of apps) expect(seen.get(app)).toEqual([app, app, app]);
    });
    expect(consumers.every((consumer) => consumer.isRunning())).toBe(true);
    await Promise.all(consumers.map((consumer) => consumer.close(1000)));
    expect(consumers.some((consumer) => consumer.isRunning())).toBe(false);
  });

  test('when a consumer is closed, then what is in hand is finished and nothing more is begun', async () => {
    const prefix = newPrefix();
    const hub = await openHub({ prefix });
    const gate = createGate();
    const { seen, handler } = recordingHandler(async () => {
      await gate.passed;
      return { kind: 'complete' };
    });
    await hub.addPushes(appId, jobs(4));
    const consumer = await hub.consumePushes(appId, handler, { concurrency: 2 });
    await eventually(() => expect(seen).toHaveLength(2));
    const closing = consumer.close(10_000);
    expect(consumer.isRunning()).toBe(false);
    gate.open();
    await closing;
    expect(seen).toHaveLength(2);
    const counts = await arena().raw.queue({ prefix, appId }).getJobCounts();
    expect(counts).toMatchObject({ waiting: 2, active: 0, completed: 0 });
    await consumer.close(0);
  });

  test('when the deadline passes, then what is in hand is given back at once to whoever is there', async () => {
    const prefix = newPrefix();
    const stall = { lockDurationMs: 60_000, intervalMs: 60_000 };
    const hub = await openHub({ prefix, stall });
    const stuck = recordingHandler(() => new Promise(() => undefined));
    const [first, second] = [newPushJob(), newPushJob({ priority: 'normal' })];
    await hub.addPushes(appId, [first, second]);
    const consumer = await hub.consumePushes(appId, stuck.handler, { concurrency: 2 });
    await eventually(() => expect(stuck.seen).toHaveLength(2));
    const next = await openHub({ prefix, stall });
    const { seen, handler } = recordingHandler();
    await next.consumePushes(appId, handler, { concurrency: 1 });
    const closingAt = Date.now();
    await consumer.close(200);
    expect(Date.now() - closingAt).toBeGreaterThanOrEqual(199);
    // Well before a lock runs out: nobody had to notice a stalled job.
    // Both are put back at the same time: either may be first.
    await eventually(() =>
      expect(seen.map(({ pushId }) => pushId).sort()).toEqual([first.pushId, second.pushId].sort()),
    );
    await eventually(async () =>
      expect(await arena().raw.storedJobCount({ prefix, appId })).toBe(0),
    );
  });

  test('when a handler ends after its job was given back, then the other owner of the job is not disturbed', async () => {
    const prefix = newPrefix();
    const hub = await openHub({ prefix });
    const gate = createGate();
    const late = recordingHandler(async () => {
      await gate.passed;
      return { kind: 'later', delayMs: 60_000 };
    });
    await hub.addPushes(appId, jobs(1));
    const consumer = await hub.consumePushes(appId, late.handler, { concurrency: 1 });
    await eventually(() => expect(late.seen).toHaveLength(1));
    await consumer.close(0);
    gate.open();
    const { seen, handler } = recordingHandler();
    await hub.consumePushes(appId, handler, { concurrency: 1 });
    await eventually(() => expect(seen).toHaveLength(1));
    await eventually(async () => expect(await hub.counts(appId)).toMatchObject({ active: 0 }));
    expect(await hub.counts(appId)).toMatchObject({ waiting: 0, delayed: 0 });
  });

  test('two consumers of one app share its jobs, each job going to one of them', async () => {
    const prefix = newPrefix();
    const [one, two] = [await openHub({ prefix }), await openHub({ prefix })];
    // The first jobs of each wait until the other has one as well.
    const gate = createGate();
    const hold = async (): Promise<{ kind: 'complete' }> => {
      if (a.seen.length > 0 && b.seen.length > 0) gate.open();
      await gate.passed;
      return { kind: 'complete' };
    };
    const [a, b] = [recordingHandler(hold), recordingHandler(hold)];
    await one.consumePushes(appId, a.handler, { concurrency: 5 });
    await two.consumePushes(appId, b.handler, { concurrency: 5 });
    const added = jobs(200);
    await one.addPushes(appId, added);
    await eventually(() => expect(a.seen.length + b.seen.length).toBe(200), { timeoutMs: 20_000 });
    expect(new Set([...a.seen, ...b.seen].map(({ pushId }) => pushId)).size).toBe(200);
  });

  test('two environments on one server do not see each other', async () => {
    const [here, there] = [await openHub(), await openHub()];
    const { seen, handler } = recordingHandler();
    await there.consumePushes(appId, handler, { concurrency: 1 });
    await here.addPushes(appId, jobs(2));
    await here.setPaused(appId, true);
    const own = newPushJob();
    await there.addPushes(appId, [own]);
    await eventually(() => expect(seen.map(({ pushId }) => pushId)).toEqual([own.pushId]));
    expect(await here.counts(appId)).toMatchObject({ waiting: 2, active: 0, prioritized: 0 });
  });

  test('when the hub is closed, then its consumers give back, it says no to everything and may be closed again', async () => {
    const prefix = newPrefix();
    const hub = await openHub({ prefix });
    const stuck = recordingHandler(() => new Promise(() => undefined));
    await hub.addPushes(appId, jobs(1));
    const consumer = await hub.consumePushes(appId, stuck.handler, { concurrency: 1 });
    await eventually(() => expect(stuck.seen).toHaveLength(1));
    await hub.close();
    await hub.close();
    expect(consumer.isRunning()).toBe(false);
    expect(hub.isAvailable()).toBe(false);
    await expect(hub.ping()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(hub.addPushes(appId, jobs(1))).rejects.toMatchObject({ code: 'unavailable' });
    await expect(hub.ready()).rejects.toMatchObject({ code: 'unavailable' });
    expect(await hub.tryAddPushes(appId, jobs(1))).toBe(false);
    const raw = arena().raw.queue({ prefix, appId });
    expect(await raw.getJobCounts()).toMatchObject({ waiting: 1, active: 0 });
  });
});
