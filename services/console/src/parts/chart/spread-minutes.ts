import type { Stats } from '@yuexin/client';

export type Minute = Stats['minutes'][number];
export type CountedSpan<T> = { startMs: number; minutes: readonly T[] };

/**
 * Minutes as they are answered (only those in which anything happened) as a row of equal spans without gaps, the newest
 * last. `count` spans of `minutesEach`, ending with the span of `nowMs`.
 */
export function spreadMinutes<T extends { at: string }>(of: {
  minutes: readonly T[];
  nowMs: number;
  count: number;
  minutesEach: number;
}): CountedSpan<T>[] {
  const { minutes, nowMs, count, minutesEach } = of;
  const sizeMs = minutesEach * 60_000;
  const lastStart = Math.floor(nowMs / sizeMs) * sizeMs;
  const spans = Array.from({ length: count }, (_, index) => ({
    startMs: lastStart - (count - 1 - index) * sizeMs,
    minutes: [] as T[],
  }));
  const firstStart = lastStart - (count - 1) * sizeMs;
  for (const minute of minutes)
    spans[Math.floor((Date.parse(minute.at) - firstStart) / sizeMs)]?.minutes.push(minute);
  return spans;
}

/** The sum of one figure over a span. */
export function sumOf<T>(span: CountedSpan<T>, read: (minute: T) => number): number {
  return span.minutes.reduce((sum, minute) => sum + read(minute), 0);
}
