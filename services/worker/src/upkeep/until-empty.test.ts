import { describe, expect, test } from '@jest/globals';
import { untilEmpty } from './until-empty.ts';

describe('untilEmpty', () => {
  const { signal } = new AbortController();

  test('when a step comes back full, then another follows, until one does not', async () => {
    const found = [10, 10, 4, 9];
    const step = () => Promise.resolve(found.shift() ?? 0);
    await expect(untilEmpty({ limit: 10, signal, step })).resolves.toBe(24);
    expect(found).toEqual([9]);
  });

  test('when a step left out a few that others hold, then what waits behind them is done in the same run', async () => {
    const found = [8, 10, 5, 1];
    const step = () => Promise.resolve(found.shift() ?? 0);
    await expect(untilEmpty({ limit: 10, signal, step })).resolves.toBe(24);
  });

  test('when there is no end to it, then the run ends and leaves the rest to the next', async () => {
    let rounds = 0;
    const step = () => Promise.resolve((rounds += 1) > 0 ? 10 : 0);
    await untilEmpty({ limit: 10, signal, step });
    expect(rounds).toBe(50);
  });

  test('when the process stops, then no further step is taken', async () => {
    const stopping = new AbortController();
    const step = () => {
      stopping.abort();
      return Promise.resolve(10);
    };
    await expect(untilEmpty({ limit: 10, signal: stopping.signal, step })).resolves.toBe(10);
  });
});
