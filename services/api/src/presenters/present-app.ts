import type { AppRow } from '@yuexin/storage';

/** An app as administrators see it: whether secrets are set, never what they are. */
export function presentApp(row: AppRow, publicUrl: string) {
  return {
    appId: row.appId,
    name: row.name,
    state: row.pause === null ? 'active' : 'paused',
    pause:
      row.pause === null
        ? null
        : {
            kind: row.pause.kind,
            reason: row.pause.reason,
            until: row.pause.until?.toISOString() ?? null,
            since: row.pause.since.toISOString(),
          },
    hasMessageToken: row.hasMessageToken,
    hasEncodingAesKey: row.hasEncodingAesKey,
    miniprogramState: row.miniprogramState,
    sendRatePerSecond: row.sendRatePerSecond,
    defaultTtlSeconds: row.defaultTtlSeconds,
    grantSource: row.grantSource,
    askPlan: row.askPlan,
    eventUrl: `${publicUrl.replace(/\/$/, '')}/v1/wechat/${row.appId}/events`,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
