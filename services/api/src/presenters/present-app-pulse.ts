import { pulseSeconds, type AppHealth, type AppPulse, type AppRow } from '@yuexin/storage';
import { presentPause } from './present-app.ts';
import { presentQuota } from './present-quota.ts';

/** How an app goes: its pauses, its token, its quota, its pushes. */
export function presentAppPulse(input: {
  app: Pick<AppRow, 'appId' | 'name' | 'pause'>;
  pulse: AppPulse | undefined;
  health: AppHealth | undefined;
  /** By state, of this app. */
  open: Record<string, number>;
  refreshMarginMs: number;
}) {
  const { app, pulse, health, open, refreshMarginMs } = input;
  return {
    appId: app.appId,
    name: app.name,
    pause: presentPause(app.pause),
    pausedTemplates: (health?.pausedTemplates ?? []).map(({ until, ...paused }) => ({
      ...paused,
      until: until?.toISOString() ?? null,
    })),
    token: presentToken(health?.token ?? null, refreshMarginMs),
    quota: presentQuota(health?.quota ?? []) ?? null,
    open,
    acceptedPerSecond: (pulse?.accepted ?? 0) / pulseSeconds,
    sentPerSecond: (pulse?.sent ?? 0) / pulseSeconds,
    oldestQueuedAt: pulse?.oldestQueuedAt?.toISOString() ?? null,
    dead: pulse?.dead ?? 0,
  };
}

/** When a token was fetched and will be; never what it is. */
function presentToken(token: AppHealth['token'], refreshMarginMs: number) {
  if (token === null) return null;
  const { generation, refreshedAt, expiresAt, isRefreshing } = token;
  return {
    generation,
    obtainedAt: refreshedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    refreshAt: new Date(expiresAt.getTime() - refreshMarginMs).toISOString(),
    isRefreshing,
  };
}
