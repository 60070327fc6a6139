import { forecastQuota } from '@yuexin/domain';
import type { QuotaRow } from '@yuexin/storage';

/** The day's sends as WeChat counted them last, and when they end at this pace. Undefined: never read today. */
export function presentQuota(readings: readonly QuotaRow[]) {
  const newest = readings.at(-1);
  if (newest === undefined) return undefined;
  const { dailyLimit, used, remain, readAt } = newest;
  const endsAt = forecastQuota(readings)?.toISOString() ?? null;
  return { dailyLimit, used, remain, readAt: readAt.toISOString(), endsAt };
}
