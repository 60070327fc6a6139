import { showId } from '@yuexin/domain';
import type { ReplayRow } from '@yuexin/storage';
import { showAuditName } from './audit-name.ts';

/** A replay with its progress: how many of `total` it has dealt with, and how. */
export function presentReplay(row: ReplayRow) {
  return {
    id: showId('replay', row.id),
    state: row.state,
    appIds: row.appIds,
    filter: row.filter,
    mayDuplicate: row.allowsDuplicates,
    ratePerSecond: row.ratePerSecond,
    ttlSeconds: row.ttlSeconds,
    preview: row.preview,
    progress: {
      total: row.total,
      replayed: row.replayed,
      parked: row.parked,
      failed: row.failed,
      leftOut: row.leftOut,
      skipped: row.skipped,
    },
    startedBy: showAuditName(row.actor),
    previewedAt: row.previewedAt.toISOString(),
    startedAt: row.startedAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
