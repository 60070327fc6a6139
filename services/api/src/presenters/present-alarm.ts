import type { AlarmRow } from '@yuexin/storage';
import { showAuditName } from './audit-name.ts';

/** Something an operator should mend. Its id is where it is acknowledged. */
export function presentAlarm(row: AlarmRow) {
  return {
    id: alarmIdOf(row),
    appId: row.appId,
    code: row.code,
    message: row.message,
    count: row.count,
    firstAt: row.firstAt.toISOString(),
    lastAt: row.lastAt.toISOString(),
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    acknowledgedBy: row.acknowledgedBy === null ? null : showAuditName(row.acknowledgedBy),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
  };
}

/** There is one alarm for each app and code; of no app: `-`. */
function alarmIdOf({ appId, code }: Pick<AlarmRow, 'appId' | 'code'>): string {
  return `${appId ?? '-'}:${code}`;
}

/** App and code of an alarm's id, or null when it cannot be one. */
export function readAlarmId(id: string): { appId: string | null; code: string } | null {
  const [, app, code] = /^(-|[A-Za-z0-9_-]{2,64}):(.+)$/.exec(id) ?? [];
  if (app === undefined || code === undefined) return null;
  return { appId: app === '-' ? null : app, code };
}
