import { describe, expect, test } from '@jest/globals';
import type { CaseRecord } from '../record/bench-record.ts';
import type { Compared } from './compare.ts';
import { findWorse } from './find-worse.ts';

type Bound = { atLeast: number } | { atMost: number } | object;

const recordOf = (name: string, ratio: number, bound: Bound): CaseRecord => ({
  ...{ name, title: name, unit: 'x/s', digits: 0, rounds: 5, sizes: {}, contenders: [] },
  measuredAt: '2026-01-01T00:00:00.000Z',
  comparisons: [
    {
      ...{ name: 'bare limit', of: 'ours', against: 'bare', ratio, spread: [ratio, ratio] },
      verdict: 'reached',
      ...bound,
    } satisfies Compared,
  ],
});

const worse = (before: number, now: number, bound: Bound): boolean =>
  findWorse({
    recorded: [recordOf('send', before, bound)],
    now: [recordOf('send', now, bound)],
    tolerance: 0.1,
  }).length > 0;

describe('a check against the record', () => {
  test.each([
    [0.9, 0.82, false],
    [0.9, 0.8, true],
    [0.9, 1.5, false],
  ])('when more is better and %d became %d, then worse is %s', (before, now, isWorse) => {
    expect(worse(before, now, { atLeast: 0.1 })).toBe(isWorse);
  });

  test.each([
    [2, 2.1, false],
    [2, 2.3, true],
    [2, 0.5, false],
  ])('when less is better and %d became %d, then worse is %s', (before, now, isWorse) => {
    expect(worse(before, now, { atMost: 9 })).toBe(isWorse);
  });

  test('when the bound is still reached but the ratio fell, then it is worse all the same', () => {
    const recorded = [recordOf('send', 0.95, { atLeast: 0.5 })];
    const now = [recordOf('send', 0.6, { atLeast: 0.5 })];
    expect(findWorse({ recorded, now, tolerance: 0.1 })).toEqual([
      { case: 'send', comparison: 'bare limit', recorded: 0.95, now: 0.6 },
    ]);
  });

  test('when a ratio is told without a bound, or was never recorded, then it is not judged', () => {
    expect(worse(1, 0.1, {})).toBe(false);
    const now = [recordOf('new', 0.1, { atLeast: 1 })];
    const recorded = [recordOf('send', 1, { atLeast: 1 })];
    expect(findWorse({ recorded, now, tolerance: 0.1 })).toEqual([]);
  });

  test('when a ratio is no number, then it is worse', () => {
    expect(worse(1, NaN, { atLeast: 1 })).toBe(true);
    expect(worse(1, NaN, { atMost: 1 })).toBe(true);
  });
});
