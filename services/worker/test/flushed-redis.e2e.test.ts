import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createQueueHub } from '@yuexin/queue';
import { eventually } from '@yuexin/testkit';
import { describeRedis } from './support/engines.ts';
import { createPrivateRedis } from './support/private-redis.ts';
import { callsOf, ledgerOf } from './support/read-simulator.ts';
import { acceptPushes, newPush, seedApp } from './support/seed-app.ts';
import { createTestBed } from './support/test-bed.ts';
import { untilAll } from './support/watch-pushes.ts';

jest.setTimeout(150_000);

const pushCount = 1_000;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const bed = await createTestBed('postgres');

describeRedis('a Redis that forgets everything', () => {
  let redis: Awaited<ReturnType<typeof createPrivateRedis>>;
  beforeAll(async () => {
    redis = await createPrivateRedis();
    await redis.start();
  });
  afterAll(() => redis.stop());

  test.each([
    { when: 'while they wait', sentBefore: 0 },
    { when: 'in the middle of the work', sentBefore: 200 },
  ])(
    'when FLUSHALL comes $when with 1,000 accepted pushes, then all are sent within a minute, none twice',
    async ({ sentBefore }) => {
      const hub = createQueueHub({
        queueUrl: redis.url,
        prefix: bed.env.QUEUE_PREFIX!,
        logger: silent,
      });
      await hub.ready(AbortSignal.timeout(10_000));
      const app = await seedApp(bed, { users: pushCount, settings: { sendLatencyMs: 100 } });
      const pushIds = await acceptPushes(
        { storage: bed.storage, hub },
        app.users.map(({ userId }) => newPush(app, { userId })),
      );
      const start = () =>
        bed.startWorker({
          ...{ QUEUE_URL: redis.url, WORKER_CONCURRENCY: '20', SEND_TIMEOUT_MS: '5000' },
        });
      const worker = sentBefore === 0 ? null : start();
      await eventually(async () => (await callsOf(bed.simulator, app.appId)).length >= sentBefore, {
        timeoutMs: 30_000,
      });
      const rows = await bed.storage.pushes.findMany(pushIds.slice(-100));
      expect(rows.some(({ state }) => state === 'queued')).toBe(true);
      await redis.flushAll();
      const running = worker ?? start();

      await untilAll(bed.storage, pushIds, { state: 'sent', within: 60_000 });
      const { sends } = await ledgerOf(bed.simulator, app.appId);
      expect(sends).toHaveLength(pushCount);
      expect(new Set(sends.map(({ openid }) => openid)).size).toBe(pushCount);
      expect(await callsOf(bed.simulator, app.appId)).toHaveLength(pushCount);
      // By the rebuild, and not by the slower nets under it.
      const rebuilt = running.lines.filter(({ message }) => message === 'the queue was rebuilt');
      expect(rebuilt.some(({ fields }) => Number(fields.added) > 0)).toBe(true);
      await running.stop();
      await hub.close();
    },
  );
});
