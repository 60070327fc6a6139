import type { AuditRow } from '@yuexin/storage';
import { showAuditName } from './audit-name.ts';

/** Who did what to what. */
export function presentAudit(row: AuditRow) {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: showAuditName(row.actor),
    action: row.action,
    target: showAuditName(row.target),
    appId: row.appId,
    before: row.before,
    after: row.after,
    reason: row.reason,
    requestId: row.requestId,
  };
}
