import { readId } from '@yuexin/domain';
import type { Storage, WebhookEndpointRow } from '@yuexin/storage';
import { canSeeApp, hasScope, type KeyCaller } from '../../http/caller.ts';
import { noSuch } from '../pushes/find-visible-push.ts';

/** Its own caller sees an endpoint; an administrator all of them, as far as the key reaches. */
export function canSeeEndpoint(caller: KeyCaller, row: WebhookEndpointRow): boolean {
  if (row.callerId === caller.callerId) return true;
  if (!hasScope(caller, 'admin')) return false;
  if (caller.appIds === null) return true;
  return row.appIds?.every((appId) => canSeeApp(caller, appId)) ?? false;
}

/** The endpoint behind a shown id. Throws `not-found` when there is none that this key may know of. */
export async function findVisibleEndpoint(
  webhookEndpoints: Pick<Storage['webhookEndpoints'], 'find'>,
  caller: KeyCaller,
  shownId: string,
): Promise<WebhookEndpointRow> {
  const id = readId('endpoint', shownId);
  const row = id === null ? null : await webhookEndpoints.find(id);
  if (row === null || !canSeeEndpoint(caller, row)) throw noSuch('webhook endpoint');
  return row;
}

/** Newest first. */
export async function listVisibleEndpoints(
  webhookEndpoints: Pick<Storage['webhookEndpoints'], 'list'>,
  caller: KeyCaller,
): Promise<WebhookEndpointRow[]> {
  const callerId = hasScope(caller, 'admin') ? null : caller.callerId;
  const rows = await webhookEndpoints.list({ callerId });
  return rows.filter((row) => canSeeEndpoint(caller, row));
}
