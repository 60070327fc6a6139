import { showId } from '@yuexin/domain';
import type { WebhookEndpointRow } from '@yuexin/storage';

/** A webhook endpoint without its secrets. */
export function presentEndpoint(row: WebhookEndpointRow) {
  return {
    id: showId('endpoint', row.id),
    url: row.url,
    events: row.events,
    appIds: row.appIds,
    state: row.state,
    disabledReason: row.disabledReason,
    disabledAt: row.disabledAt?.toISOString() ?? null,
    failures: row.failures,
    failingSince: row.failingSince?.toISOString() ?? null,
    blockedUntil: row.blockedUntil?.toISOString() ?? null,
    recoveringSince: row.recoverSince?.toISOString() ?? null,
    previousSecretUntil: row.previousSecretUntil?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
