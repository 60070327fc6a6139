import { showId } from '@yuexin/domain';
import type { AudienceRow } from '@yuexin/storage';
import { showAuditName } from './audit-name.ts';

/** An audience with its progress. */
export function presentAudience(row: AudienceRow) {
  const { push } = row;
  return {
    id: showId('audience', row.id),
    appId: row.appId,
    templateId: push.templateId,
    name: row.name,
    source: row.source,
    filter: row.filter,
    state: row.state,
    reason: row.reason,
    waitsFor: row.heldFor,
    message: {
      data: push.data,
      page: push.page,
      priority: push.priority,
      onNoGrant: push.onNoGrant,
      fallback: push.choices?.slice(1) ?? [],
    },
    bizId: push.bizId,
    ratePerSecond: row.ratePerSecond,
    startsByItself: row.startsByItself,
    recipients: row.total,
    problems: row.invalid,
    duplicates: row.duplicates,
    progress: {
      accepted: row.accepted,
      parked: row.parked,
      refused: row.refused,
      waiting: row.total - row.accepted - row.refused,
    },
    createdBy: showAuditName(row.actor),
    createdAt: row.createdAt.toISOString(),
    readyAt: row.readyAt?.toISOString() ?? null,
    startedAt: row.startedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
