import { expect, test } from '@jest/globals';
import { readRateLimit } from './read-rate-limit.ts';

test.each([
  ['"minute"; r=0; t=23', 23_000],
  ['"minute"; r=59999; t=60', 0],
  ['"minute";r=0;t=5, "day";r=0;t=900', 900_000],
  ['"minute"; r=0', 0],
  ['r=10', 0],
  ['', 0],
])('RateLimit: %s leaves %d ms to wait', (text, expected) => {
  expect(readRateLimit(new Headers({ ratelimit: text }))).toBe(expected);
});
