import { showId } from '@yuexin/domain';
import type { ApiKeyRow } from '@yuexin/storage';

/** An API key without the key. */
export function presentApiKey(row: ApiKeyRow) {
  return {
    id: showId('key', row.id),
    name: row.name,
    scopes: row.scopes,
    appIds: row.appIds,
    allowedAddresses: row.allowedAddresses,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
