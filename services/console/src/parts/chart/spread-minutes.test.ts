import { describe, expect, it } from '@jest/globals';
import { spreadMinutes, sumOf, type Minute } from './spread-minutes.ts';

const none = {
  refused: 0,
  notSent: 0,
  unconfirmed: 0,
  parked: 0,
  dead: 0,
  expired: 0,
  cancelled: 0,
  errcodes: {},
  latency: null,
};
const minuteAt = (at: string, accepted: number): Minute => ({ at, accepted, sent: 0, ...none });
const nowMs = Date.parse('2026-01-05T08:10:30.000Z');

describe('minutes on a chart', () => {
  it('become equal spans without gaps, the running one last', () => {
    const minutes = [
      minuteAt('2026-01-05T08:01:00.000Z', 3),
      minuteAt('2026-01-05T08:10:00.000Z', 5),
    ];
    const spans = spreadMinutes({ minutes, nowMs, count: 3, minutesEach: 5 });
    expect(spans.map(({ startMs }) => new Date(startMs).toISOString().slice(11, 16))).toEqual([
      '08:00',
      '08:05',
      '08:10',
    ]);
    expect(spans.map((span) => sumOf(span, ({ accepted }) => accepted))).toEqual([3, 0, 5]);
  });

  it('older than the first span are left out', () => {
    const minutes = [minuteAt('2026-01-05T07:59:00.000Z', 3)];
    const spans = spreadMinutes({ minutes, nowMs, count: 3, minutesEach: 5 });
    expect(spans.flatMap((span) => span.minutes)).toEqual([]);
  });
});
