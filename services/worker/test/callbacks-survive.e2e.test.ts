import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { cancelOne, openEndpoint, untilCallback } from './support/callback-stage.ts';
import { describeRedis, engines } from './support/engines.ts';
import { createPrivateRedis } from './support/private-redis.ts';
import { seedApp } from './support/seed-app.ts';
import { createTestBed, type TestBed } from './support/test-bed.ts';
import { startReceiver, type Receiver } from './support/webhook-receiver.ts';

jest.setTimeout(150_000);

const env = { WEBHOOK_ALLOW_PRIVATE: 'true' };
const receivers: Receiver[] = [];
const openReceiver = async (): Promise<Receiver> => {
  const receiver = await startReceiver();
  receivers.push(receiver);
  return receiver;
};
afterAll(() => Promise.all(receivers.map((receiver) => receiver.stop())));

const idsOf = ({ received }: Receiver): Set<unknown> =>
  new Set(received.map(({ headers }) => headers['webhook-id']));

const stage = async (bed: TestBed, callbacks: number) => {
  const app = await seedApp(bed);
  const receiver = await openReceiver();
  await openEndpoint(bed.storage, app, { url: receiver.url });
  const pushIds: string[] = [];
  for (let at = 0; at < callbacks; at += 1) pushIds.push(await cancelOne(bed.storage, app));
  return { app, receiver, pushIds };
};

const beds = await Promise.all(
  engines.map(async (engine) => ({ engine, bed: await createTestBed(engine) })),
);

describe.each(beds)('workers that come and go, queue on $engine', ({ bed }) => {
  test('when a worker is stopped in the middle, then the next one tells the rest, each once', async () => {
    const { receiver, pushIds } = await stage(bed, 40);
    receiver.answer((response) => setTimeout(() => response.end(), 100));
    const first = bed.startWorker(env);
    await eventually(() => expect(receiver.received.length).toBeGreaterThan(4), {
      timeoutMs: 20_000,
    });
    expect(await first.stop()).toBe(0);
    const before = receiver.received.length;
    expect(before).toBeLessThan(40);
    const second = bed.startWorker(env);
    for (const pushId of pushIds)
      await untilCallback(bed.storage, pushId, ({ state }) => state === 'delivered', 60_000);
    expect(idsOf(receiver).size).toBe(40);
    expect(receiver.received).toHaveLength(40);
    expect(await second.stop()).toBe(0);
  });

  test('when two workers share the queue, then each callback is told once', async () => {
    const { receiver, pushIds } = await stage(bed, 60);
    const workers = [bed.startWorker(env), bed.startWorker(env)];
    for (const pushId of pushIds)
      await untilCallback(bed.storage, pushId, ({ state }) => state === 'delivered', 60_000);
    expect(receiver.received).toHaveLength(60);
    expect(receiver.mostAtOnce()).toBeLessThanOrEqual(4);
    await Promise.all(workers.map((worker) => worker.stop()));
  });
});

describeRedis('a Redis that forgets everything', () => {
  const bed = beds[0]!.bed;
  let redis: Awaited<ReturnType<typeof createPrivateRedis>>;
  beforeAll(async () => {
    redis = await createPrivateRedis();
    await redis.start();
  });
  afterAll(() => redis.stop());

  test('when FLUSHALL comes while callbacks are offered and under way, then all are told', async () => {
    const { receiver, pushIds } = await stage(bed, 30);
    let isOpen = false;
    receiver.answer((response) => {
      const answer = (): void => {
        if (isOpen) response.end();
        else setTimeout(answer, 50).unref();
      };
      answer();
    });
    const worker = bed.startWorker({ ...env, QUEUE_URL: redis.url });
    await eventually(() => expect(receiver.received).toHaveLength(4), { timeoutMs: 20_000 });
    await redis.flushAll();
    isOpen = true;
    for (const pushId of pushIds)
      await untilCallback(bed.storage, pushId, ({ state }) => state === 'delivered', 90_000);
    expect(idsOf(receiver).size).toBe(30);
    await worker.stop();
  });

  test('when the offers are lost with the queue, then they are made again when their time is over', async () => {
    const { receiver, pushIds } = await stage(bed, 8);
    // Offered to a queue that forgot them before anybody took one.
    await bed.storage.callbackDelivery.offer(100);
    const worker = bed.startWorker({ ...env, QUEUE_URL: redis.url });
    for (const pushId of pushIds)
      await untilCallback(bed.storage, pushId, ({ state }) => state === 'delivered', 60_000);
    expect(idsOf(receiver).size).toBe(8);
    await worker.stop();
  });
});
