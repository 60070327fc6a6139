import { describe, expect, test } from '@jest/globals';
import type { PushJob } from '@yuexin/queue';
import type { DuePush } from '@yuexin/storage';
import { createMetrics } from '@yuexin/telemetry';
import { createQueueFeeder } from './queue-feeder.ts';
import { createWorkerMetrics } from './worker-metrics.ts';

const dueOf = (appId: string, pushId: string): DuePush => ({
  appId,
  pushId,
  cycle: 0,
  priority: 'normal',
  delayMs: 0,
});

const setUp = (answer: (appId: string) => boolean) => {
  const adds: [string, number][] = [];
  const feeder = createQueueFeeder({
    queue: {
      isAvailable: () => true,
      tryAddPushes: (appId: string, jobs: readonly PushJob[]) => {
        adds.push([appId, jobs.length]);
        return Promise.resolve(answer(appId));
      },
    },
    metrics: createWorkerMetrics(createMetrics({ service: 'test' })),
  });
  return { feeder, adds };
};

describe('createQueueFeeder', () => {
  test('when pushes of two apps are due, then each queue gets its own in one add', async () => {
    const { feeder, adds } = setUp(() => true);
    const due = [dueOf('wx1', 'a'), dueOf('wx2', 'b'), dueOf('wx1', 'c')];
    await expect(feeder.feed(due)).resolves.toHaveLength(3);
    expect(adds).toEqual([
      ['wx1', 2],
      ['wx2', 1],
    ]);
  });

  test('when one queue does not take its pushes, then only the others count as added', async () => {
    const { feeder } = setUp((appId) => appId === 'wx2');
    const added = await feeder.feed([dueOf('wx1', 'a'), dueOf('wx2', 'b')]);
    expect(added.map(({ pushId }) => pushId)).toEqual(['b']);
  });

  test('when there are very many, then they go in bounded trips', async () => {
    const { feeder, adds } = setUp(() => true);
    await feeder.feed(Array.from({ length: 1_200 }, (_, index) => dueOf('wx1', `${index}`)));
    expect(adds.map(([, count]) => count)).toEqual([500, 500, 200]);
  });

  test('when pushes are fed without waiting, then drain waits for them', async () => {
    const { feeder, adds } = setUp(() => true);
    feeder.feedSoon([dueOf('wx1', 'a')]);
    await feeder.drain();
    expect(adds).toHaveLength(1);
  });
});
