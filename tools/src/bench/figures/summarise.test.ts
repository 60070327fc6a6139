import { describe, expect, test } from '@jest/globals';
import { quantile, summarise } from './summarise.ts';

describe('a summary of figures', () => {
  test('when their number is odd, then the median is the middle one, however they came', () => {
    expect(summarise([5, 1, 100])).toEqual({ median: 5, min: 1, max: 100, figures: [5, 1, 100] });
  });

  test('when their number is even, then the median lies between the two in the middle', () => {
    expect(summarise([4, 1, 2, 9]).median).toBe(3);
  });

  test('when there is one, then it is median, least and most', () => {
    expect(summarise([7])).toMatchObject({ median: 7, min: 7, max: 7 });
  });

  test('when there are none, then it throws', () => {
    expect(() => summarise([])).toThrow('There are no figures.');
  });

  test('when a quantile falls between two figures, then it is weighed between them', () => {
    expect(quantile([0, 10], 0.99)).toBeCloseTo(9.9);
    expect(quantile([1, 2, 3, 4, 5], 0.25)).toBe(2);
  });
});
