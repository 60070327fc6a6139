import { showId } from '@yuexin/domain';
import type { GrantRow } from '@yuexin/storage';

/** One line of the ledger, with its evidence. */
export function presentGrant(row: GrantRow) {
  return {
    id: showId('grant', row.id),
    templateId: row.templateId,
    state: row.state,
    evidence: row.evidence,
    isStanding: row.isStanding,
    isDoubtful: row.isDoubtful,
    obtainedAt: row.obtainedAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    ...(row.pushId !== null && { pushId: showId('push', row.pushId) }),
    ...(row.purpose !== null && { purpose: row.purpose }),
    ...(row.state === 'kept' && row.keptUntil && { keptUntil: row.keptUntil.toISOString() }),
    ...(row.voidReason !== null && { voidReason: row.voidReason }),
  };
}
