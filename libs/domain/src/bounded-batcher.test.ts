import { describe, expect, test } from '@jest/globals';
import { createBoundedBatcher, type BoundedBatcherOptions } from './bounded-batcher.ts';

/** A run that is answered by hand, so that a test decides what is in flight when. */
function createDesk() {
  const calls: { items: readonly number[]; answer: () => void; fail: (error: Error) => void }[] =
    [];
  const run = (items: readonly number[]) =>
    new Promise<number[]>((resolve, reject) => {
      calls.push({
        items,
        answer: () => resolve(items.map((item) => item * 10)),
        fail: reject,
      });
    });
  return { calls, run };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

function createBatcher(over: Partial<BoundedBatcherOptions<number, number>>) {
  return createBoundedBatcher<number, number>({
    run: (items) => Promise.resolve(items.map((item) => item * 10)),
    maxBatchSize: 100,
    maxWaiting: 1000,
    overflow: () => new Error('full'),
    ...over,
  });
}

describe('bounded batcher', () => {
  test('what is added in one turn goes out as one batch and each gets its own answer', async () => {
    const sizes: number[] = [];
    const batcher = createBatcher({ onBatch: (size) => sizes.push(size) });
    await expect(Promise.all([1, 2, 3].map((n) => batcher.add(n)))).resolves.toEqual([10, 20, 30]);
    expect(sizes).toEqual([3]);
  });

  test('never more than maxInFlight runs; what arrives meanwhile is the next batch, in order', async () => {
    const desk = createDesk();
    const batcher = createBatcher({ run: desk.run });
    const first = batcher.add(1);
    await turn();
    const second = batcher.add(2);
    await turn();
    const rest = [3, 4, 5].map((n) => batcher.add(n));
    await turn();
    expect(desk.calls.map((call) => call.items)).toEqual([[1], [2]]);
    expect(batcher.waiting()).toBe(3);

    desk.calls[0]!.answer();
    await expect(first).resolves.toBe(10);
    await turn();
    expect(desk.calls[2]!.items).toEqual([3, 4, 5]);
    desk.calls[2]!.answer();
    desk.calls[1]!.answer();
    await expect(Promise.all([second, ...rest])).resolves.toEqual([20, 30, 40, 50]);
  });

  test('a batch never exceeds its size', async () => {
    const sizes: number[] = [];
    const batcher = createBatcher({ maxBatchSize: 2, onBatch: (size) => sizes.push(size) });
    await Promise.all([1, 2, 3, 4, 5].map((n) => batcher.add(n)));
    expect(sizes).toEqual([2, 2, 1]);
  });

  test('when one turn brings more than the runs in flight may carry, then the rest waits', async () => {
    const desk = createDesk();
    const batcher = createBatcher({ run: desk.run, maxBatchSize: 1, maxInFlight: 2 });
    const all = Promise.all([1, 2, 3].map((n) => batcher.add(n)));
    await turn();
    expect(desk.calls.map((call) => call.items)).toEqual([[1], [2]]);
    expect(batcher.waiting()).toBe(1);
    desk.calls[0]!.answer();
    desk.calls[1]!.answer();
    await turn();
    desk.calls[2]!.answer();
    await expect(all).resolves.toEqual([10, 20, 30]);
  });

  test('when the waiting room is full, then the next is refused and the others are served', async () => {
    const desk = createDesk();
    const batcher = createBatcher({ run: desk.run, maxInFlight: 1, maxWaiting: 2 });
    const served = [batcher.add(1)];
    await turn();
    served.push(batcher.add(2), batcher.add(3));
    await expect(batcher.add(4)).rejects.toThrow('full');
    desk.calls[0]!.answer();
    await served[0];
    await turn();
    desk.calls[1]!.answer();
    await expect(Promise.all(served)).resolves.toEqual([10, 20, 30]);
  });

  test('drain resolves only when everything added is answered', async () => {
    const desk = createDesk();
    const batcher = createBatcher({ run: desk.run });
    const answer = batcher.add(1);
    let isDrained = false;
    const drained = batcher.drain().then(() => (isDrained = true));
    await turn();
    await turn();
    expect(isDrained).toBe(false);
    desk.calls[0]!.answer();
    await answer;
    await drained;
    expect(isDrained).toBe(true);
    await batcher.drain();
  });

  test('drain waits for what is in flight, also when another run ends first', async () => {
    const desk = createDesk();
    const batcher = createBatcher({ run: desk.run, maxBatchSize: 1 });
    const both = Promise.all([batcher.add(1), batcher.add(2)]);
    await turn();
    let isDrained = false;
    const drained = batcher.drain().then(() => (isDrained = true));
    await turn();
    expect(isDrained).toBe(false);
    desk.calls[0]!.answer();
    await turn();
    expect(isDrained).toBe(false);
    desk.calls[1]!.answer();
    await drained;
    await expect(both).resolves.toEqual([10, 20]);
  });

  test('when a run fails, then all of its items fail with its error and the batcher goes on', async () => {
    let fails = true;
    let runs = 0;
    const batcher = createBatcher({
      run: (items) => {
        runs += 1;
        return fails ? Promise.reject(new Error('down')) : Promise.resolve([...items]);
      },
    });
    const both = await Promise.allSettled([batcher.add(1), batcher.add(2)]);
    expect(both.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    // Nobody said that the failed run left nothing behind.
    expect(runs).toBe(1);
    fails = false;
    await expect(batcher.add(3)).resolves.toBe(3);
  });

  test('when a run answers too few, then nobody gets a neighbour’s answer', async () => {
    const batcher = createBatcher({ run: (items) => Promise.resolve(items.slice(1)) });
    const both = await Promise.allSettled([batcher.add(1), batcher.add(2)]);
    expect(both.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    await expect(batcher.add(3)).rejects.toThrow('A batch of 1 got 0 answers.');
  });

  test('isolate: one poison item fails alone, and a batch of one is not run again', async () => {
    const runs: number[][] = [];
    const batcher = createBatcher({
      run: (items) => {
        runs.push([...items]);
        return items.includes(2)
          ? Promise.reject(new Error('poison'))
          : Promise.resolve([...items]);
      },
      onFailure: () => 'isolate',
    });
    const three = await Promise.allSettled([1, 2, 3].map((n) => batcher.add(n)));
    expect(three.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(runs.splice(0)).toEqual([[1, 2, 3], [1], [2], [3]]);
    await expect(batcher.add(2)).rejects.toThrow('poison');
    expect(runs).toEqual([[2]]);
  });

  test('when an item has waited longer than its patience, then it is turned away instead of being run late', async () => {
    const desk = createDesk();
    let nowMs = 0;
    const batcher = createBatcher({
      run: desk.run,
      maxInFlight: 1,
      patience: { maxWaitMs: 1_000, nowMs: () => nowMs },
    });
    const first = batcher.add(1);
    await turn();
    const late = batcher.add(2);
    nowMs = 500;
    const patient = batcher.add(3);
    nowMs = 1_001;
    desk.calls[0]?.answer();
    await expect(first).resolves.toBe(10);
    await expect(late).rejects.toThrow('full');
    desk.calls[1]?.answer();
    await expect(patient).resolves.toBe(30);
    expect(desk.calls.map(({ items }) => items)).toEqual([[1], [3]]);
  });

  test('when all who waited are turned away, then draining ends', async () => {
    const desk = createDesk();
    let nowMs = 0;
    const batcher = createBatcher({
      run: desk.run,
      maxInFlight: 1,
      patience: { maxWaitMs: 1_000, nowMs: () => nowMs },
    });
    const first = batcher.add(1);
    await turn();
    const late = batcher.add(2).catch((error: unknown) => error);
    const drained = batcher.drain();
    nowMs = 2_000;
    desk.calls[0]?.answer();
    await first;
    await expect(late).resolves.toEqual(new Error('full'));
    await drained;
    expect(batcher.waiting()).toBe(0);
  });

  test('retry: the batch runs once more as a whole, and one by one only when that fails too', async () => {
    const runs: number[][] = [];
    const batcher = createBatcher({
      run: (items) => {
        runs.push([...items]);
        return runs.length <= 1
          ? Promise.reject(new Error('deadlock'))
          : Promise.resolve([...items]);
      },
      onFailure: () => 'retry',
    });
    await expect(Promise.all([batcher.add(1), batcher.add(2)])).resolves.toEqual([1, 2]);
    expect(runs).toEqual([
      [1, 2],
      [1, 2],
    ]);

    const always: number[][] = [];
    const doomed = createBatcher({
      run: (items) => {
        always.push([...items]);
        return Promise.reject(new Error('deadlock'));
      },
      onFailure: () => 'retry',
    });
    await Promise.allSettled([doomed.add(1), doomed.add(2)]);
    expect(always).toEqual([[1, 2], [1, 2], [1], [2]]);
  });

  test('a run that throws before it returns a promise fails its items, too', async () => {
    const batcher = createBatcher({
      run: () => {
        throw new Error('bug');
      },
    });
    await expect(batcher.add(1)).rejects.toThrow('bug');
  });
});
