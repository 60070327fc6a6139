import { describe, expect, test } from '@jest/globals';
import { describeGrowth } from './describe-growth.ts';

describe('the growth of memory over a run', () => {
  test('when it is flat after its start, then early and late are the same', () => {
    const readings = [60, 80, 100, 101, 100, 102, 101, 100];
    expect(describeGrowth(readings)).toEqual({ peak: 102, early: 100.5, late: 100.5 });
  });

  test('when it leaks, then late is more than early', () => {
    const readings = Array.from({ length: 40 }, (_, index) => 100 + index);
    const { early, late, peak } = describeGrowth(readings);
    expect(late / early).toBeGreaterThan(1.1);
    expect(peak).toBe(139);
  });

  test('when there are too few readings to tell, then it throws', () => {
    expect(() => describeGrowth([1, 2, 3])).toThrow('There are no figures.');
  });
});
