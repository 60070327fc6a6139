import { expect, test } from '@jest/globals';
import { BACKOFF_CAP_MS, backoffMs, TOKEN_RETRIES_MAX, tokenDelayMs } from './retry-delay.ts';

test('a back-off doubles up to its cap, whatever the step', () => {
  const at = (step: number) =>
    backoffMs({ step, capMs: BACKOFF_CAP_MS, random: () => 0.999_999_999 }) + 1;
  expect([-1, 0, 1, 5, 6, 100, 5000].map(at)).toEqual([
    1000, 1000, 2000, 32_000, 60_000, 60_000, 60_000,
  ]);
});

test('after the last refusal of a token there is no further wait', () => {
  expect(tokenDelayMs(TOKEN_RETRIES_MAX - 1, Math.random)).not.toBeNull();
  expect(tokenDelayMs(TOKEN_RETRIES_MAX, Math.random)).toBeNull();
});
