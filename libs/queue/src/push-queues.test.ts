import { describe, expect, jest, test } from '@jest/globals';
import { createPushQueues } from './push-queues.ts';
import type { PushQueue, QueueEngine } from './queue-engine.ts';

type Started = { isGood: boolean };

function createQueues(starts: Started[]) {
  const made: { appId: string; close: jest.Mock<() => Promise<void>>; meta: unknown[] }[] = [];
  const openQueue = (appId: string): PushQueue => {
    const { isGood } = starts[made.length] ?? { isGood: true };
    const close = jest.fn(() => Promise.resolve());
    const meta: Record<string, string | number>[] = [];
    made.push({ appId, close, meta });
    return {
      waitUntilReady: () => (isGood ? Promise.resolve() : Promise.reject(new Error('no schema'))),
      on: () => undefined,
      close,
      getBackend: () => ({
        setQueueMeta: (values: Record<string, string | number>) =>
          Promise.resolve(meta.push(values)),
        getQueueMetaField: () => Promise.resolve(null),
      }),
    } as unknown as PushQueue;
  };
  const engine = { openQueue } as unknown as QueueEngine;
  return { made, queues: createPushQueues({ engine, onError: () => undefined }) };
}

describe('the queues of the apps', () => {
  test('an app has one queue, however often it is asked for', async () => {
    const { made, queues } = createQueues([]);
    const [first, second] = await Promise.all([queues.open('wx1'), queues.open('wx1')]);
    expect(first).toBe(second);
    expect(queues.peek('wx1')).toBe(first);
    await queues.open('wx2');
    expect(made.map(({ appId }) => appId)).toEqual(['wx1', 'wx2']);
  });

  test('a queue whose start failed is closed and made anew, since BullMQ remembers the failure', async () => {
    const { made, queues } = createQueues([{ isGood: false }, { isGood: true }]);
    await expect(queues.open('wx1')).rejects.toThrow('no schema');
    expect(made[0]?.close).toHaveBeenCalledTimes(1);
    await queues.open('wx1');
    expect(made).toHaveLength(2);
  });

  test('a wiped queue gets its last limit back, one that never had a limit as good as none', async () => {
    const { made, queues } = createQueues([]);
    await queues.setRate('wx1', 20.9);
    await queues.ensureLimits('wx1');
    await queues.ensureLimits('wx2');
    const cap = { 'opts.maxLenEvents': 100 };
    expect(made[0]?.meta).toEqual(Array(2).fill({ ...cap, max: 20, duration: 1000 }));
    expect(made[1]?.meta).toEqual([{ ...cap, max: 1_000_000, duration: 1000 }]);
  });

  test('closing closes them all, also when one of them fails to', async () => {
    const { made, queues } = createQueues([]);
    await queues.open('wx1');
    await queues.open('wx2');
    made[0]?.close.mockRejectedValue(new Error('lost'));
    await queues.close();
    expect(made.map(({ close }) => close.mock.calls.length)).toEqual([1, 1]);
  });
});
