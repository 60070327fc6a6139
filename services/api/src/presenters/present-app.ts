import type { AppRow } from '@yuexin/storage';

/** An app as administrators and operators see it: whether secrets are set, never what they are. */
export function presentApp(row: AppRow, publicUrl: string) {
  return {
    appId: row.appId,
    name: row.name,
    state: row.pause === null ? 'active' : 'paused',
    pause: presentPause(row.pause),
    hasMessageToken: row.hasMessageToken,
    hasEncodingAesKey: row.hasEncodingAesKey,
    miniprogramState: row.miniprogramState,
    sendRatePerSecond: row.sendRatePerSecond,
    defaultTtlSeconds: row.defaultTtlSeconds,
    grantSource: row.grantSource,
    askPlan: row.askPlan,
    sendingRules: row.sendingRules,
    eventUrl: `${publicUrl.replace(/\/$/, '')}/v1/wechat/${row.appId}/events`,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** Why an app does not send, since when and until when; null while it sends. */
export function presentPause(pause: AppRow['pause']) {
  if (pause === null) return null;
  const { kind, reason, until, since } = pause;
  return { kind, reason, until: until?.toISOString() ?? null, since: since.toISOString() };
}
