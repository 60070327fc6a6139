import { describe, expect, test } from '@jest/globals';
import { compare } from './compare.ts';
import { summarise } from './summarise.ts';

const measured = new Map([
  ['ours', summarise([80, 90, 100])],
  ['bare', summarise([90, 100, 120])],
]);

describe('a comparison', () => {
  test('is the ratio of the medians, with the least and the most that single rounds would give', () => {
    const compared = compare({ name: 'x', of: 'ours', against: 'bare', atLeast: 0.75 }, measured);
    expect(compared).toMatchObject({ ratio: 0.9, verdict: 'reached', against: 'bare' });
    expect(compared.spread[0]).toBeCloseTo(80 / 120);
    expect(compared.spread[1]).toBeCloseTo(100 / 90);
  });

  test.each([
    [{ atLeast: 0.9 }, 'reached'],
    [{ atLeast: 0.91 }, 'missed'],
    [{ atLeast: 0.5, aim: 0.9 }, 'aim reached'],
    [{ atLeast: 0.5, aim: 0.95 }, 'reached'],
    [{ atMost: 0.9 }, 'reached'],
    [{ atMost: 0.89 }, 'missed'],
    [{ atMost: 3, aim: 1 }, 'aim reached'],
    [{ atMost: 3, aim: 0.5 }, 'reached'],
    [{ isTold: true }, 'told'],
  ] as const)('when it is held to %j, then the verdict is %s', (bound, verdict) => {
    const comparison = { name: 'x', of: 'ours', against: 'bare', ...bound };
    expect(compare(comparison, measured).verdict).toBe(verdict);
  });

  test('when it is against a plain figure, several times, then so it is reckoned and named', () => {
    const comparison = { name: 'x', of: 'ours', against: 45, times: 4, atLeast: 1 };
    expect(compare(comparison, measured)).toMatchObject({ ratio: 0.5, against: '4 × 45' });
  });

  test('when a ratio is no number, then it has missed', () => {
    const zero = new Map([['ours', summarise([0])]]);
    const comparison = { name: 'x', of: 'ours', against: 0, atMost: 1 };
    expect(compare(comparison, zero).verdict).toBe('missed');
  });

  test('when a contender was not measured, then it is named', () => {
    const comparison = { name: 'x', of: 'ours', against: 'nobody', atLeast: 1 };
    expect(() => compare(comparison, measured)).toThrow('nobody was not measured.');
  });
});
