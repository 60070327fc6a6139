import { describe, expect, it } from '@jest/globals';
import { createRing } from './ring.ts';

describe('ring', () => {
  it('when more than its capacity is pushed, then the oldest are gone and counted', () => {
    const ring = createRing<number>(3);
    for (const item of [1, 2, 3, 4, 5]) ring.push(item);
    expect([...ring.values()]).toEqual([3, 4, 5]);
    expect([...ring.newestFirst()]).toEqual([5, 4, 3]);
    expect([ring.size, ring.dropped]).toEqual([3, 2]);
  });

  it('when it is cleared, then it fills again from the start', () => {
    const ring = createRing<number>(2);
    for (const item of [1, 2, 3]) ring.push(item);
    ring.clear();
    for (const item of [7, 8, 9]) ring.push(item);
    expect([...ring.values()]).toEqual([8, 9]);
    expect(ring.dropped).toBe(1);
  });
});
