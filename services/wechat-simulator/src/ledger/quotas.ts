import { shanghaiDay } from '../shanghai-time.ts';
import type { QuotaCount, SimApp } from './sim-app.ts';

export type QuotaLimits = { daily: number; minute: number };

export const sendPath = '/cgi-bin/message/subscribe/send';

const minuteMs = 60_000;
const fallbackLimits: QuotaLimits = { daily: 10_000_000, minute: 6_000_000 };

/** Facts 6; where no figure is published one is taken that a well-behaved client never meets. */
const limitsByPath: Readonly<Record<string, Partial<QuotaLimits>>> = {
  '/cgi-bin/token': { daily: 2000 },
  '/cgi-bin/stable_token': { daily: 500_000, minute: 10_000 },
  '/wxaapi/newtmpl/gettemplate': { daily: 1000 },
};

export function quotaLimits(app: SimApp, path: string): QuotaLimits {
  const { dailyQuota, minuteQuota, quotas } = app.settings;
  const own = path === sendPath ? { daily: dailyQuota, minute: minuteQuota } : limitsByPath[path];
  const set = quotas[path];
  return {
    daily: set?.daily ?? own?.daily ?? fallbackLimits.daily,
    minute: set?.minute ?? own?.minute ?? fallbackLimits.minute,
  };
}

function countOf(app: SimApp, path: string, at: number): QuotaCount {
  const day = shanghaiDay(at);
  const minute = Math.floor(at / minuteMs);
  const known = app.quotaCounts.get(path);
  if (known === undefined) {
    const fresh = { day, usedToday: 0, minute, usedThisMinute: 0 };
    app.quotaCounts.set(path, fresh);
    return fresh;
  }
  if (known.day !== day) Object.assign(known, { day, usedToday: 0 });
  if (known.minute !== minute) Object.assign(known, { minute, usedThisMinute: 0 });
  return known;
}

/**
 * Counts one call, or tells why it is over. Refused calls count as used (facts 6, assumed),
 * except those refused here: `used` never exceeds the limit.
 */
export function takeQuota(call: { app: SimApp; path: string; at: number }): 0 | 45009 | 45011 {
  const limits = quotaLimits(call.app, call.path);
  const count = countOf(call.app, call.path, call.at);
  if (count.usedThisMinute >= limits.minute) return 45011;
  if (count.usedToday >= limits.daily) return 45009;
  count.usedThisMinute += 1;
  count.usedToday += 1;
  return 0;
}

export const usedToday = (app: SimApp, path: string, at: number): number =>
  countOf(app, path, at).usedToday;

export function clearDailyCounts(app: SimApp): void {
  for (const count of app.quotaCounts.values()) count.usedToday = 0;
}
