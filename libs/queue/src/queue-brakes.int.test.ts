import { describe, expect, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { createGate, newPushJob, recordingHandler } from './test-support/push-jobs.ts';
import { newPrefix, queueArenas } from './test-support/queue-arena.ts';
import { useArena } from './test-support/use-arena.ts';

const appId = 'wxbrakes';
const jobs = (count: number) => Array.from({ length: count }, () => newPushJob());

describe.each(queueArenas)('brakes ($engine)', ({ openArena }) => {
  const { arena, openHub } = useArena(openArena);

  test('when an app is paused, then what is in hand is finished, nothing more is begun, and resuming goes on at once', async () => {
    const hub = await openHub();
    const gate = createGate();
    const done: string[] = [];
    const { seen, handler } = recordingHandler(async ({ pushId }) => {
      await gate.passed;
      done.push(pushId);
      return { kind: 'complete' };
    });
    await hub.addPushes(appId, [newPushJob()]);
    await hub.consumePushes(appId, handler, { concurrency: 1 });
    await eventually(() => expect(seen).toHaveLength(1));
    await hub.setPaused(appId, true);
    await hub.setPaused(appId, true);
    await hub.addPushes(appId, jobs(3));
    gate.open();
    await eventually(() => expect(done).toHaveLength(1));
    // Another app's job goes all the way meanwhile: the pause is this app's alone.
    const other = recordingHandler();
    await hub.consumePushes('wxother', other.handler, { concurrency: 1 });
    await hub.addPushes('wxother', jobs(1));
    await eventually(() => expect(other.seen).toHaveLength(1));
    expect(seen).toHaveLength(1);
    await hub.setPaused(appId, false);
    await eventually(() => expect(seen).toHaveLength(4), { timeoutMs: 4000 });
  });

  test('when an app is held back, then nothing of it is begun for that time, and then it goes on by itself', async () => {
    const hub = await openHub();
    const begun: number[] = [];
    const { seen, handler } = recordingHandler(() => {
      begun.push(Date.now());
      return Promise.resolve({ kind: 'complete' });
    });
    await hub.consumePushes(appId, handler, { concurrency: 3 });
    const heldAt = Date.now();
    await hub.holdBack(appId, 700);
    await hub.addPushes(appId, [...jobs(2), newPushJob({ priority: 'low' })]);
    await eventually(() => expect(seen).toHaveLength(3));
    expect(begun[0]! - heldAt).toBeGreaterThanOrEqual(690);
    expect(begun[2]! - heldAt).toBeLessThan(4800);
  });

  test('when one process rests, then another takes the jobs, and the first goes on by itself', async () => {
    const prefix = newPrefix();
    const [resting, other] = [await openHub({ prefix }), await openHub({ prefix })];
    const here = recordingHandler();
    const there = recordingHandler();
    const consumer = await resting.consumePushes(appId, here.handler, { concurrency: 1 });
    resting.restHere(appId, 1_500);
    expect(consumer.isRunning()).toBe(true);
    const second = await other.consumePushes(appId, there.handler, { concurrency: 1 });
    await other.addPushes(appId, jobs(5));
    await eventually(() => expect(there.seen.length + here.seen.length).toBe(5));
    expect(there.seen.length).toBeGreaterThanOrEqual(4);
    expect(consumer.isRunning()).toBe(true);
    await second.close(1_000);
    await other.addPushes(appId, jobs(3));
    const before = here.seen.length;
    await eventually(() => expect(here.seen.length - before).toBe(3));
  });

  test('when the queue was wiped, then holding back still works', async () => {
    const prefix = newPrefix();
    const hub = await openHub({ prefix });
    const { seen, handler } = recordingHandler();
    await hub.consumePushes(appId, handler, { concurrency: 1 });
    await arena().wipe(prefix);
    await hub.holdBack(appId, 60_000);
    await hub.addPushes(appId, jobs(1));
    const raw = arena().raw.queue({ prefix, appId });
    await eventually(async () => expect(await raw.getJobCounts()).toMatchObject({ waiting: 1 }));
    expect(await raw.getRateLimitTtl()).toBeGreaterThan(50_000);
    expect(seen).toHaveLength(0);
  });

  test('why a limiter is always set: without one BullMQ ignores rateLimit', async () => {
    const prefix = newPrefix();
    await openHub({ prefix });
    const place = { prefix, appId };
    const raw = arena().raw.queue(place);
    await raw.rateLimit(60_000);
    await raw.add('push', { pushId: newPushJob().pushId, cycle: 0 }, {});
    const seen: unknown[] = [];
    arena().raw.worker(place, (job) => Promise.resolve(seen.push(job.id)));
    await eventually(() => expect(seen).toHaveLength(1), { timeoutMs: 15_000 });
  });

  test('no more than the rate is begun in a second, and null takes the limit away', async () => {
    const hub = await openHub();
    const begun: number[] = [];
    const { seen, handler } = recordingHandler(() => {
      begun.push(Date.now());
      return Promise.resolve({ kind: 'complete' });
    });
    await hub.setRate(appId, 5);
    await hub.addPushes(appId, jobs(11));
    await hub.consumePushes(appId, handler, { concurrency: 20 });
    await eventually(() => expect(seen).toHaveLength(11), { timeoutMs: 20_000 });
    expect(begun[5]! - begun[0]!).toBeGreaterThanOrEqual(900);
    expect(begun[10]! - begun[5]!).toBeGreaterThanOrEqual(900);
    await hub.setRate(appId, null);
    // The window that began under the old limit still has to end.
    await hub.addPushes(appId, jobs(300));
    await eventually(() => expect(seen).toHaveLength(311), { timeoutMs: 20_000 });
  });

  test('a consumer that starts sets a limiter where there is none and leaves the rate that another process has set', async () => {
    const prefix = newPrefix();
    const first = await openHub({ prefix });
    await first.consumePushes('wxnew', recordingHandler().handler, { concurrency: 1 });
    const fresh = arena().raw.queue({ prefix, appId: 'wxnew' });
    expect(await fresh.getBackend().getQueueMetaField('max')).toBe('1000000');
    await first.setRate(appId, 7);
    const second = await openHub({ prefix });
    await second.consumePushes(appId, recordingHandler().handler, { concurrency: 1 });
    await second.setMarker(appId);
    const raw = arena().raw.queue({ prefix, appId });
    expect(await raw.getBackend().getQueueMetaField('max')).toBe('7');
    await second.setRate(appId, 0.5);
    expect(await raw.getBackend().getQueueMetaField('max')).toBe('1');
    expect(await raw.getBackend().getQueueMetaField('duration')).toBe('2000');
  });
});
