import type { AppRow } from '@yuexin/storage';

/** An app as storage lists it: running, without a rate of its own. */
export function buildApp(appId: string, change: Partial<AppRow> = {}): AppRow {
  return {
    appId,
    name: appId,
    hasMessageToken: false,
    hasEncodingAesKey: false,
    miniprogramState: 'formal',
    sendRatePerSecond: null,
    defaultTtlSeconds: 604_800,
    grantSource: 'either',
    askPlan: { pages: [] },
    sendingRules: {},
    pause: null,
    createdAt: new Date('2026-01-01T00:00:00.000Z'),
    updatedAt: new Date('2026-01-01T00:00:00.000Z'),
    ...change,
  };
}

/** A pause of this kind, as the app's row shows it. */
export function buildPause(
  kind: NonNullable<AppRow['pause']>['kind'],
  until: Date | null = null,
): NonNullable<AppRow['pause']> {
  const reason = { code: 'app-paused', message: 'a test' };
  return { kind, reason, until, since: new Date('2026-01-05T07:00:00.000Z') };
}
