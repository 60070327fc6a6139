import { expect, test } from '@jest/globals';
import { readRetryAfter } from './read-retry-after.ts';

const nowMs = Date.parse('2026-01-05T08:00:00Z');

test.each([
  ['3', 3_000],
  ['0', 0],
  ['Mon, 05 Jan 2026 08:00:09 GMT', 9_000],
  ['Mon, 05 Jan 2026 07:00:00 GMT', 0],
  ['soon', null],
])('Retry-After: %s asks for %p ms', (text, expected) => {
  expect(readRetryAfter(new Headers({ 'retry-after': text }), nowMs)).toBe(expected);
});

test('without the header nothing is asked', () => {
  expect(readRetryAfter(new Headers(), nowMs)).toBeNull();
});
