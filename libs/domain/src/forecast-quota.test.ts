import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { forecastQuota, shanghaiTime, type QuotaReading } from './forecast-quota.ts';

const limit = 1_000_000;
/** On Shanghai's clock, that day. */
const at = (time: string, used: number): QuotaReading => ({
  ...{ used, remain: Math.max(0, limit - used) },
  readAt: new Date(`2026-01-05T${time}:00.000+08:00`),
});
const endOf = (...readings: QuotaReading[]) => {
  const end = forecastQuota(readings);
  return end === null ? null : shanghaiTime(end);
};

describe('forecastQuota', () => {
  test('when the pace would use it up before midnight in Shanghai, then it says at what time', () => {
    expect(endOf(at('10:00', 400_000), at('12:00', 580_000))).toBe('16:40');
    expect(endOf(at('12:00', 580_000), at('10:00', 400_000))).toBe('16:40');
  });

  test('when it lasts the day, then there is no end', () => {
    expect(endOf(at('10:00', 100_000), at('12:00', 150_000))).toBeNull();
    // It would end at midnight and no earlier.
    expect(endOf(at('22:00', 0), at('23:00', 500_000))).toBeNull();
    expect(endOf(at('22:00', 0), at('23:00', 500_001))).toBe('23:59');
  });

  test('when too little is known, then there is no end', () => {
    expect(endOf()).toBeNull();
    expect(endOf(at('10:00', 999_999))).toBeNull();
    expect(endOf(at('10:00', 1), at('10:00', 900_000))).toBeNull();
    expect(endOf(at('10:00', 900_000), at('11:00', 900_000))).toBeNull();
    // One minute is enough.
    expect(endOf(at('10:00', 0), at('10:01', 500_000))).toBe('10:02');
  });

  test('when the pace changed, then the last three hours count and not the quiet night', () => {
    const night = at('02:00', 0);
    expect(endOf(night, at('12:00', 100_000), at('14:00', 400_000))).toBe('18:00');
    // Three hours ago to the minute still counts, and so does all that came between.
    expect(endOf(at('11:00', 0), at('12:00', 0), at('14:00', 300_000))).toBe('21:00');
    expect(endOf(at('10:00', 400_000), at('11:00', 420_000), at('12:00', 580_000))).toBe('16:40');
  });

  test('when the newest is of another day, then yesterday is no pace', () => {
    const yesterday = {
      ...at('23:50', 900_000),
      readAt: new Date('2026-01-04T23:50:00.000+08:00'),
    };
    expect(endOf(yesterday, at('00:10', 1_000))).toBeNull();
    // 16:00 UTC is where Shanghai's day begins.
    const before = { used: 0, remain: limit, readAt: new Date('2026-01-05T15:50:00.000Z') };
    const after = { used: 900_000, remain: 100_000, readAt: new Date('2026-01-05T16:10:00.000Z') };
    expect(forecastQuota([before, after])).toBeNull();
  });

  test('when somebody cleared the quota, then only what came after counts', () => {
    expect(endOf(at('10:00', 900_000), at('11:00', 10_000))).toBeNull();
    expect(endOf(at('10:00', 900_000), at('11:00', 0), at('12:00', 500_000))).toBe('13:00');
  });

  test('when it is used up, then it ended when that was first read', () => {
    expect(endOf(at('10:00', 1), at('15:10', limit), at('15:20', limit))).toBe('15:10');
    expect(endOf(at('15:20', limit))).toBe('15:20');
  });

  test('whatever the readings, then an end is after the newest, on its day, and a higher pace never ends it later', () => {
    const counts = fc.array(fc.nat(50_000), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 30 }), (steps, minutes) => {
        const readingsOf = (factor: number) => {
          let used = 0;
          return steps.map((step, index): QuotaReading => {
            used += step * factor;
            const readAt = new Date(
              Date.parse('2026-01-05T06:00:00+08:00') + index * minutes * 60_000,
            );
            return { used, remain: 10_000_000 - used, readAt };
          });
        };
        const slow = forecastQuota(readingsOf(1));
        const fast = forecastQuota(readingsOf(2));
        const newest = readingsOf(1).at(-1)!.readAt;
        for (const end of [slow, fast]) {
          if (end === null) continue;
          expect(end.getTime()).toBeGreaterThanOrEqual(newest.getTime());
          expect(end.getTime()).toBeLessThan(Date.parse('2026-01-06T00:00:00+08:00'));
        }
        if (slow !== null) expect(fast!.getTime()).toBeLessThanOrEqual(slow.getTime());
      }),
    );
  });
});
