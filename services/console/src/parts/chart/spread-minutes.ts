import type { Stats } from '@yuexin/client';

export type Minute = Stats['minutes'][number];
export type CountedSpan = { startMs: number; minutes: readonly Minute[] };

/**
 * Minutes as they are answered (only those in which anything happened) as a row of equal spans without gaps, the newest
 * last. `count` spans of `minutesEach`, ending with the span of `nowMs`.
 */
export function spreadMinutes(of: {
  minutes: readonly Minute[];
  nowMs: number;
  count: number;
  minutesEach: number;
}): CountedSpan[] {
  const { minutes, nowMs, count, minutesEach } = of;
  const sizeMs = minutesEach * 60_000;
  const lastStart = Math.floor(nowMs / sizeMs) * sizeMs;
  const spans = Array.from({ length: count }, (_, index) => ({
    startMs: lastStart - (count - 1 - index) * sizeMs,
    minutes: [] as Minute[],
  }));
  const firstStart = lastStart - (count - 1) * sizeMs;
  for (const minute of minutes)
    spans[Math.floor((Date.parse(minute.at) - firstStart) / sizeMs)]?.minutes.push(minute);
  return spans;
}

/** The sum of one figure over a span. */
export const sumOf = (span: CountedSpan, read: (minute: Minute) => number): number =>
  span.minutes.reduce((sum, minute) => sum + read(minute), 0);
