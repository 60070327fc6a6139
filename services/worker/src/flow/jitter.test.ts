import { describe, expect, test } from '@jest/globals';
import { jitterMs } from './jitter.ts';

describe('jitterMs', () => {
  const range = { minMs: 200, maxMs: 2_000 };

  test('when the dice show the least, then it is the least wait', () => {
    expect(jitterMs(range, () => 0)).toBe(200);
  });

  test('when the dice show the most, then it is the longest wait and no more', () => {
    expect(jitterMs(range, () => 0.999_999_999)).toBe(2_000);
  });
});
