import { describe, expect, test } from '@jest/globals';
import { latencyPercentiles } from './latency-percentiles.ts';

describe('percentiles of buckets', () => {
  test('when nothing was sent, then there are none', () => {
    expect(latencyPercentiles([])).toBeNull();
    expect(latencyPercentiles([{}, {}])).toBeNull();
  });

  test('when all lie in one bucket, then they lie evenly between its bounds', () => {
    // Bucket 6: over 45.25 ms, at most 64 ms.
    expect(latencyPercentiles([{ 6: 100 }])).toEqual({ p50Ms: 55, p95Ms: 63, p99Ms: 64 });
    expect(latencyPercentiles([{ 0: 2 }])).toEqual({ p50Ms: 4, p95Ms: 8, p99Ms: 8 });
  });

  test('when a few are slow, then only the high percentiles say so, whichever minute they are of', () => {
    const { p50Ms, p95Ms, p99Ms } = latencyPercentiles([
      { 6: 900, 30: 4 },
      { 6: 80, 30: 16 },
    ])!;
    expect([p50Ms < 64, p95Ms <= 64, p99Ms > 185_000]).toEqual([true, true, true]);
  });

  test('when buckets are many, then they are taken by number, not by letter', () => {
    const { p50Ms } = latencyPercentiles([{ 10: 1, 9: 1, 2: 1 }])!;
    expect(p50Ms).toBeGreaterThan(128);
    expect(p50Ms).toBeLessThanOrEqual(182);
  });
});
