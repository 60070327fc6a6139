import { describe, expect, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import { runIsolated } from './run-isolated.ts';

const refusal = new AppError('internal-error', {
  message: 'refused',
  details: { sqlState: '23514' },
});
const deadlock = new AppError('unavailable', {
  message: 'deadlock',
  details: { sqlState: '40P01' },
});
const locked = new AppError('unavailable', {
  message: 'locked',
  details: { sqlState: '55P03', isRowLock: true },
});
const away = new AppError('unavailable', { message: 'away', details: { sqlState: null } });

/** A database that fails a run as told by the items in it, and remembers the runs. */
function fakeRun(fail: (items: readonly number[], nth: number) => Error | undefined) {
  const runs: number[][] = [];
  return {
    runs,
    run: (items: readonly number[]): Promise<number> => {
      runs.push([...items]);
      const failure = fail(items, runs.length);
      return failure === undefined ? Promise.resolve(items.length) : Promise.reject(failure);
    },
  };
}

describe('A batch', () => {
  test('when it is empty, then nothing is run', async () => {
    const { run, runs } = fakeRun(() => undefined);
    expect(await runIsolated([], run)).toEqual([]);
    expect(runs).toEqual([]);
  });

  test('when it succeeds, then it is one run', async () => {
    const { run, runs } = fakeRun(() => undefined);
    expect(await runIsolated([1, 2, 3], run)).toEqual([{ items: [1, 2, 3], answer: 3 }]);
    expect(runs).toHaveLength(1);
  });

  test('when one row is poison, then the others succeed one by one and it has its error', async () => {
    const { run } = fakeRun((items) => (items.includes(2) ? refusal : undefined));
    expect(await runIsolated([1, 2, 3], run)).toEqual([
      { items: [1], answer: 1 },
      { items: [2], error: refusal },
      { items: [3], answer: 1 },
    ]);
  });

  test('when it keeps losing races, then it is run one by one', async () => {
    const { run } = fakeRun((items) => (items.length > 1 ? deadlock : undefined));
    expect(await runIsolated([1, 2], run)).toEqual([
      { items: [1], answer: 1 },
      { items: [2], answer: 1 },
    ]);
  });

  test('when the database is away, then it throws: nothing was done', async () => {
    const { run, runs } = fakeRun(() => away);
    await expect(runIsolated([1, 2], run)).rejects.toBe(away);
    expect(runs).toHaveLength(1);
  });

  test('when the database goes away half-way, then what was done is answered for and the rest is given back untried', async () => {
    const { run, runs } = fakeRun((items, nth) =>
      nth === 1 ? refusal : items.includes(2) ? away : undefined,
    );
    expect(await runIsolated([1, 2, 3], run)).toEqual([
      { items: [1], answer: 1 },
      { items: [2], error: away },
      { items: [3], error: away },
    ]);
    expect(runs).toEqual([[1, 2, 3], [1], [2]]);
  });

  test('when one row is locked by another, then the others succeed one by one and it has its error', async () => {
    const { run } = fakeRun((items) => (items.includes(2) ? locked : undefined));
    expect(await runIsolated([1, 2, 3], run)).toEqual([
      { items: [1], answer: 1 },
      { items: [2], error: locked },
      { items: [3], answer: 1 },
    ]);
  });

  test('when three rows are locked, then no more locks are waited for: the rest is given back untried', async () => {
    const { run, runs } = fakeRun((items) => (items.some((item) => item < 4) ? locked : undefined));
    const portions = await runIsolated([1, 2, 3, 4], run);
    expect(portions).toEqual([1, 2, 3, 4].map((item) => ({ items: [item], error: locked })));
    expect(runs).toEqual([[1, 2, 3, 4], [1], [2], [3]]);
  });

  test('when a batch of one is refused, then it is not run again', async () => {
    const { run, runs } = fakeRun(() => refusal);
    expect(await runIsolated([1], run)).toEqual([{ items: [1], error: refusal }]);
    expect(runs).toHaveLength(1);
  });
});
