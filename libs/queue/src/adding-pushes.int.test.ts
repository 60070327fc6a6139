import { describe, expect, test } from '@jest/globals';
import type { PushJobHandler } from './queue-hub.ts';
import { eventually } from '@yuexin/testkit';
import { createGate, newPushJob, recordingHandler } from './test-support/push-jobs.ts';
import { newPrefix, queueArenas } from './test-support/queue-arena.ts';
import { useArena } from './test-support/use-arena.ts';

const appId = 'wxadding';
/** A busy machine must not make a job look stalled, and have it come twice. */
const stall = { lockDurationMs: 60_000, intervalMs: 60_000 };

describe.each(queueArenas)('jobs put on the queue ($engine)', ({ openArena }) => {
  const { arena, openHub } = useArena(openArena);

  const open = async () => {
    const prefix = newPrefix();
    const hub = await openHub({ prefix, stall });
    const place = { prefix, appId };
    return { hub, place, storedJobs: () => arena().raw.storedJobCount(place) };
  };

  test('a job reaches the handler with its app, push and cycle, and leaves nothing behind', async () => {
    const { hub, storedJobs } = await open();
    const job = newPushJob({ cycle: 3 });
    await hub.addPushes(appId, [job]);
    const { seen, handler } = recordingHandler();
    await hub.consumePushes(appId, handler, { concurrency: 1 });
    await eventually(() => expect(seen).toEqual([{ appId, pushId: job.pushId, cycle: 3 }]));
    await eventually(async () => expect(await storedJobs()).toBe(0));
  });

  test('a job also tells how long it could have been taken, whether it was put there for later, and whether it names a trace', async () => {
    const { hub } = await open();
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const now = newPushJob({ traceparent });
    const later = newPushJob({ delayMs: 300 });
    await hub.addPushes(appId, [now, later]);
    const facts = new Map<string, object>();
    const handler: PushJobHandler = ({ pushId, wait, hasTrace }) => {
      facts.set(pushId, { wait, hasTrace });
      return Promise.resolve({ kind: 'complete' });
    };
    await hub.consumePushes(appId, handler, { concurrency: 1 });
    await eventually(() => expect(facts.size).toBe(2));
    const ms = expect.any(Number);
    expect(facts.get(now.pushId)).toEqual({ wait: { isDelayed: false, ms }, hasTrace: true });
    expect(facts.get(later.pushId)).toEqual({ wait: { isDelayed: true, ms }, hasTrace: false });
  });

  test('when a worker waits already, then a job is begun well before it would have looked by itself', async () => {
    const { hub } = await open();
    const { seen, handler } = recordingHandler();
    await hub.consumePushes(appId, handler, { concurrency: 5 });
    await hub.addPushes(appId, [newPushJob()]);
    await eventually(() => expect(seen).toHaveLength(1));
    // Empty again, and now asleep for up to five seconds.
    await hub.addPushes(appId, [newPushJob(), newPushJob()]);
    await eventually(() => expect(seen).toHaveLength(3), { timeoutMs: 3500 });
  });

  test('when the same push and cycle wait already, then the second add is ignored', async () => {
    const { hub, storedJobs } = await open();
    const job = newPushJob();
    await hub.addPushes(appId, [job, job]);
    await hub.addPushes(appId, [{ ...job, priority: 'low' }]);
    await hub.addPushes(appId, [{ ...job, delayMs: 100 }, newPushJob()]);
    const { seen, handler } = recordingHandler();
    await hub.consumePushes(appId, handler, { concurrency: 1 });
    await eventually(() => expect(seen).toHaveLength(2));
    await eventually(async () => expect(await storedJobs()).toBe(0));
    expect(seen.filter(({ pushId }) => pushId === job.pushId)).toHaveLength(1);
  });

  test('when it is asked which pushes have no job, then waiting, delayed and held ones have; others, and other cycles, have not', async () => {
    const { hub } = await open();
    const gate = createGate();
    const inHand = newPushJob();
    await hub.addPushes(appId, [inHand]);
    const { seen, handler } = recordingHandler(async () => {
      await gate.passed;
      return { kind: 'complete' };
    });
    await hub.consumePushes(appId, handler, { concurrency: 1 });
    await eventually(() => expect(seen).toHaveLength(1));
    const delayed = newPushJob({ delayMs: 60_000 });
    const there = [inHand, delayed, newPushJob(), newPushJob({ priority: 'low' })];
    await hub.addPushes(appId, there.slice(1));
    expect(await hub.findMissing(appId, there)).toEqual([]);

    const away = [newPushJob(), { ...delayed, cycle: delayed.cycle + 1 }];
    expect(await hub.findMissing(appId, [away[0]!, ...there, away[1]!])).toEqual(away);
    expect(await hub.findMissing('wxother', there)).toEqual(there);
    expect(await hub.findMissing(appId, [])).toEqual([]);
    gate.open();
  });

  test('when the same push and cycle are in hand or delayed, then the add is ignored', async () => {
    const { hub, storedJobs } = await open();
    const gate = createGate();
    const inHand = newPushJob();
    const delayed = newPushJob({ delayMs: 300 });
    await hub.addPushes(appId, [inHand, delayed]);
    const { seen, handler } = recordingHandler(async () => {
      await gate.passed;
      return { kind: 'complete' };
    });
    await hub.consumePushes(appId, handler, { concurrency: 2 });
    await eventually(() => expect(seen).toHaveLength(1));
    await hub.addPushes(appId, [inHand]);
    await hub.addPushes(appId, [{ ...delayed, delayMs: 0 }]);
    await eventually(() => expect(seen).toHaveLength(2));
    gate.open();
    await eventually(async () => expect(await storedJobs()).toBe(0));
    expect(seen.map(({ pushId }) => pushId)).toEqual([inHand.pushId, delayed.pushId]);
  });

  test('when a push was completed, then its id is free again', async () => {
    const { hub, storedJobs } = await open();
    const job = newPushJob();
    const { seen, handler } = recordingHandler();
    await hub.consumePushes(appId, handler, { concurrency: 1 });
    for (const times of [1, 2]) {
      await hub.addPushes(appId, [job]);
      await eventually(() => expect(seen).toHaveLength(times));
      await eventually(async () => expect(await storedJobs()).toBe(0));
    }
  });

  test('when a push is put back with the next cycle, then it is another job', async () => {
    const { hub } = await open();
    const job = newPushJob();
    await hub.addPushes(appId, [job, { ...job, cycle: 1 }]);
    const { seen, handler } = recordingHandler();
    await hub.consumePushes(appId, handler, { concurrency: 1 });
    await eventually(() => expect(seen.map(({ cycle }) => cycle)).toEqual([0, 1]));
  });

  test('why nothing is kept: an id that BullMQ holds in failed is silently ignored', async () => {
    const { hub, place } = await open();
    const raw = arena().raw.queue(place);
    const job = newPushJob();
    const data = { pushId: job.pushId, cycle: 0 };
    const jobId = `${job.pushId}-0`;
    await raw.add('push', data, { jobId });
    const seen: unknown[] = [];
    const worker = arena().raw.worker(place, (taken) => {
      seen.push(taken.data);
      return Promise.reject(new Error('on purpose'));
    });
    await eventually(async () => expect(await raw.getJobCounts()).toMatchObject({ failed: 1 }));
    await worker.close();
    await hub.addPushes(appId, [job]);
    expect(await raw.getJobCounts()).toMatchObject({ waiting: 0, failed: 1 });
    expect(seen).toHaveLength(1);
  });

  test('high comes before normal before low, and first in, first out within each', async () => {
    const { hub } = await open();
    const low = [newPushJob({ priority: 'low' }), newPushJob({ priority: 'low' })];
    const normal = [newPushJob({ priority: 'normal' }), newPushJob({ priority: 'normal' })];
    const high = [newPushJob({ priority: 'high' }), newPushJob({ priority: 'high' })];
    for (const job of [...low, ...normal, ...high]) await hub.addPushes(appId, [job]);
    const { seen, handler } = recordingHandler();
    await hub.consumePushes(appId, handler, { concurrency: 1 });
    await eventually(() => expect(seen).toHaveLength(6));
    expect(seen.map(({ pushId }) => pushId)).toEqual(
      [...high, ...normal, ...low].map(({ pushId }) => pushId),
    );
  });

  test('a delayed job is not begun before it is due, whatever its priority', async () => {
    const { hub } = await open();
    const addedAt = Date.now();
    const delayed = newPushJob({ delayMs: 400, priority: 'normal' });
    await hub.addPushes(appId, [delayed, newPushJob({ priority: 'low' })]);
    const begun: number[] = [];
    const { seen, handler } = recordingHandler(() => {
      begun.push(Date.now() - addedAt);
      return Promise.resolve({ kind: 'complete' });
    });
    await hub.consumePushes(appId, handler, { concurrency: 1 });
    await eventually(() => expect(seen).toHaveLength(2));
    expect(seen[1]?.pushId).toBe(delayed.pushId);
    expect(begun[1]).toBeGreaterThanOrEqual(399);
    // The engine's worker sleeps for five seconds when it knows of nothing.
    expect(begun[1]).toBeLessThan(4500);
  });

  test('more jobs than fit in one trip all arrive once', async () => {
    const { hub } = await open();
    const jobs = Array.from({ length: 2300 }, () => newPushJob({ priority: 'normal' }));
    await hub.addPushes(appId, jobs);
    const { seen, handler } = recordingHandler();
    await hub.consumePushes(appId, handler, { concurrency: 100 });
    await eventually(() => expect(seen).toHaveLength(jobs.length), { timeoutMs: 45_000 });
    expect(new Set(seen.map(({ pushId }) => pushId)).size).toBe(jobs.length);
  });

  test('after thousands of events only about a hundred are kept', async () => {
    const { hub, place } = await open();
    const jobs = Array.from({ length: 1000 }, () => newPushJob());
    await hub.addPushes(appId, jobs);
    const { seen, handler } = recordingHandler();
    await hub.consumePushes(appId, handler, { concurrency: 50 });
    await eventually(() => expect(seen).toHaveLength(jobs.length), { timeoutMs: 20_000 });
    // Redis trims by whole nodes of 100, PostgreSQL at every 256th event.
    await eventually(async () => expect(await arena().raw.eventCount(place)).toBeLessThan(500));
  });

  test('a job without a push id that a consumer could read is refused at once', async () => {
    const { hub } = await open();
    await expect(hub.addPushes(appId, [newPushJob({ pushId: 'psh_1' })])).rejects.toThrow();
    await expect(hub.tryAddPushes(appId, [newPushJob({ cycle: -1 })])).rejects.toThrow();
    expect(hub.isAvailable()).toBe(true);
  });

  test('counts tell what waits and what is delayed', async () => {
    const { hub } = await open();
    await hub.addPushes(appId, [newPushJob(), newPushJob({ priority: 'low' })]);
    await hub.addPushes(appId, [newPushJob({ delayMs: 60_000 })]);
    expect(await hub.counts(appId)).toMatchObject({ waiting: 1, prioritized: 1, delayed: 1 });
  });
});
