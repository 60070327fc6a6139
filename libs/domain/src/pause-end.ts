import type { PauseEnd } from './errcodes/errcode-policy.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** Asia/Shanghai has had no other offset since 1991. */
const shanghaiOffsetMs = 8 * 60 * minuteMs;

/** Past the whole minute: clocks differ, and all apps of all customers come back at once. */
const minuteMargin = { leastMs: 500, jitterMs: 2500 };
/** Past midnight in Shanghai: the reset hour is assumed, not documented (wechat-facts 6), so that it is tried a few minutes late. */
const dayMargin = { leastMs: 3 * minuteMs, jitterMs: 2 * minuteMs };

type Span = { now: Date; random: () => number };

const after = (at: number, margin: { leastMs: number; jitterMs: number }, random: () => number) =>
  new Date(at + margin.leastMs + Math.floor(random() * margin.jitterMs));

/** The next whole minute and a little (45011). */
function endOfMinute({ now, random }: Span): Date {
  const next = (Math.floor(now.getTime() / minuteMs) + 1) * minuteMs;
  return after(next, minuteMargin, random);
}

/** The next 00:00 in Asia/Shanghai and a few minutes (45009). */
function endOfShanghaiDay({ now, random }: Span): Date {
  const shanghaiDay = Math.floor((now.getTime() + shanghaiOffsetMs) / dayMs);
  return after((shanghaiDay + 1) * dayMs - shanghaiOffsetMs, dayMargin, random);
}

/** When a pause that begins now is over; null: when somebody has mended the cause. */
export function pauseEnd(input: Span & { end: PauseEnd }): Date | null {
  const { end, now } = input;
  if (end === null) return null;
  if (end === 'next-minute') return endOfMinute(input);
  if (end === 'next-day') return endOfShanghaiDay(input);
  return new Date(now.getTime() + end.minutes * minuteMs);
}
