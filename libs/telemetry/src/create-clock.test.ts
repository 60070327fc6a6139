import { expect, test } from '@jest/globals';
import { createClock } from './create-clock.ts';

test("the clock is the machine's, and its other hand never goes back", () => {
  const clock = createClock();
  const before = Date.now();
  const now = clock.now().getTime();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
  const first = clock.monotonicMs();
  expect(clock.monotonicMs()).toBeGreaterThanOrEqual(first);
});
