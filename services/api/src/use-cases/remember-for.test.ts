import { describe, expect, test } from '@jest/globals';
import { rememberFor } from './remember-for.ts';

function setUp(read: (times: number) => Promise<number>) {
  let nowMs = 0;
  let times = 0;
  const ask = rememberFor({ ms: 1000, clock: { monotonicMs: () => nowMs } }, () =>
    read((times += 1)),
  );
  return { ask, pass: (ms: number) => (nowMs += ms) };
}

describe('what is remembered', () => {
  test('when many ask at once or soon, then it is read once', async () => {
    const { ask, pass } = setUp((times) => Promise.resolve(times));
    expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
    pass(999);
    expect(await ask()).toBe(1);
    pass(1);
    expect(await ask()).toBe(2);
  });

  test('when reading fails, then those who wait are told, and the next reads again', async () => {
    const { ask } = setUp((times) =>
      times === 1 ? Promise.reject(new Error('no')) : Promise.resolve(times),
    );
    await expect(Promise.all([ask(), ask()])).rejects.toThrow('no');
    expect(await ask()).toBe(2);
  });
});
