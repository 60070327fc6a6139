/** The day's sends as WeChat counted them at one moment. */
export type QuotaReading = { used: number; remain: number; readAt: Date };

const dayMs = 86_400_000;
/** Asia/Shanghai has had no other offset since 1991; WeChat's day is assumed to be its day (wechat-facts 6). */
const shanghaiOffsetMs = 8 * 3_600_000;
/** The pace of the last hours says more of the next ones than the whole night before. */
const windowMs = 3 * 3_600_000;
/** Two readings a moment apart say nothing of a pace. */
const leastSpanMs = 60_000;

const shanghaiDay = (at: Date): number => Math.floor((at.getTime() + shanghaiOffsetMs) / dayMs);

/**
 * When the day's quota ends at the pace of the last three hours, from readings in any order; null when it lasts the day, or
 * when too little is known. Readings of another day than the newest, and those before a count that fell (somebody cleared
 * the quota), are left out. A quota that is used up ended when that was first read.
 */
export function forecastQuota(readings: readonly QuotaReading[]): Date | null {
  const sorted = [...readings].sort((one, other) => one.readAt.getTime() - other.readAt.getTime());
  const newest = sorted.at(-1);
  if (newest === undefined) return null;
  const today = sinceLastClearing(
    sorted.filter((at) => shanghaiDay(at.readAt) === shanghaiDay(newest.readAt)),
  );
  /** The newest one always holds. */
  const earliest = (holds: (at: QuotaReading) => boolean): QuotaReading =>
    today.reduceRight((found, at) => (holds(at) ? at : found), newest);
  if (newest.remain <= 0) return earliest((at) => at.remain <= 0).readAt;
  const first = earliest((at) => newest.readAt.getTime() - at.readAt.getTime() <= windowMs);
  const spanMs = newest.readAt.getTime() - first.readAt.getTime();
  const spent = newest.used - first.used;
  if (spanMs < leastSpanMs || spent <= 0) return null;
  const endsAtMs = Math.ceil(newest.readAt.getTime() + (newest.remain / spent) * spanMs);
  const midnightMs = (shanghaiDay(newest.readAt) + 1) * dayMs - shanghaiOffsetMs;
  return endsAtMs < midnightMs ? new Date(endsAtMs) : null;
}

/** What an operator reads: `16:40`, on Shanghai's clock. */
export function shanghaiTime(at: Date): string {
  return new Date(at.getTime() + shanghaiOffsetMs).toISOString().slice(11, 16);
}

function sinceLastClearing(readings: readonly QuotaReading[]): readonly QuotaReading[] {
  const fell = readings.findLastIndex((at, index) => {
    const before = readings[index - 1];
    return before !== undefined && at.used < before.used;
  });
  return fell < 0 ? readings : readings.slice(fell);
}
