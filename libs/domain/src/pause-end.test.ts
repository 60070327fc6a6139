import { describe, expect, test } from '@jest/globals';
import { pauseEnd } from './pause-end.ts';

const never = () => 0;
const almostOne = () => 0.999_999;

describe('the end of a pause', () => {
  test.each([
    ['2026-01-01T10:00:00.000Z', '2026-01-01T10:01:00.500Z'],
    ['2026-01-01T10:00:59.999Z', '2026-01-01T10:01:00.500Z'],
  ])('a minute quota met at %s is over after %s', (now, end) => {
    const at = pauseEnd({ end: 'next-minute', now: new Date(now), random: never });
    expect(at?.toISOString()).toBe(end);
  });

  test.each([
    // 00:00 in Shanghai is 16:00 UTC of the day before.
    ['2026-01-01T15:59:59.999Z', '2026-01-01T16:03:00.000Z'],
    ['2026-01-01T16:00:00.000Z', '2026-01-02T16:03:00.000Z'],
    ['2026-12-31T23:30:00.000Z', '2027-01-01T16:03:00.000Z'],
  ])('a daily quota met at %s is over at %s', (now, end) => {
    const at = pauseEnd({ end: 'next-day', now: new Date(now), random: never });
    expect(at?.toISOString()).toBe(end);
  });

  test('jitter spreads the ends: 3 s past the minute, 5 minutes past midnight at most', () => {
    const now = new Date('2026-01-01T15:30:00.000Z');
    const minute = pauseEnd({ end: 'next-minute', now, random: almostOne });
    const day = pauseEnd({ end: 'next-day', now, random: almostOne });
    expect(minute?.toISOString()).toBe('2026-01-01T15:31:02.999Z');
    expect(day?.toISOString()).toBe('2026-01-01T16:04:59.999Z');
  });

  test('a pause of minutes counts from now, and one without end has none', () => {
    const now = new Date('2026-01-01T00:00:00.000Z');
    const tenMinutes = pauseEnd({ end: { minutes: 10 }, now, random: never });
    expect(tenMinutes?.toISOString()).toBe('2026-01-01T00:10:00.000Z');
    expect(pauseEnd({ end: null, now, random: never })).toBeNull();
  });
});
