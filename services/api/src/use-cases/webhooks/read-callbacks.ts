import { type CallbackState, readId } from '@yuexin/domain';
import type { CallbackRow, Storage } from '@yuexin/storage';
import type { KeyCaller } from '../../http/caller.ts';
import { presentCallback } from '../../presenters/present-callback.ts';
import { noSuch } from '../pushes/find-visible-push.ts';
import { canSeeEndpoint } from './find-visible-endpoint.ts';

export type CallbackReads = {
  webhookEndpoints: Pick<Storage['webhookEndpoints'], 'find' | 'list'>;
  callbacks: Pick<Storage['callbacks'], 'find' | 'list'>;
  pushes: Pick<Storage['pushes'], 'findMany'>;
};

/** Callbacks as they are shown, bodies and answers included. */
export async function showCallbacks(
  pushes: CallbackReads['pushes'],
  rows: readonly CallbackRow[],
): Promise<ReturnType<typeof presentCallback>[]> {
  const ids = new Set(rows.flatMap(({ pushId }) => pushId ?? []));
  const found = await pushes.findMany([...ids]);
  const byId = new Map(found.map((push) => [push.id, push]));
  return rows.map((row) => presentCallback(row, byId.get(row.pushId ?? '') ?? null));
}

/** A page of the callbacks of these endpoints. */
export async function pageOfCallbacks(
  { callbacks, pushes }: CallbackReads,
  input: {
    endpointIds: readonly string[];
    state: CallbackState | null;
    limit: number;
    cursor: string | null;
  },
) {
  const { items, nextCursor } = await callbacks.list(input);
  return { data: await showCallbacks(pushes, items), nextCursor };
}

/** The callback behind a shown id. Throws `not-found` when it is of no endpoint that this key may know of. */
export async function findVisibleCallback(
  { callbacks, webhookEndpoints }: Omit<CallbackReads, 'pushes'>,
  caller: KeyCaller,
  shownId: string,
) {
  const id = readId('callback', shownId);
  const row = id === null ? null : await callbacks.find(id);
  const endpoint = row === null ? null : await webhookEndpoints.find(row.endpointId);
  if (row === null || endpoint === null || !canSeeEndpoint(caller, endpoint))
    throw noSuch('callback');
  return { row, endpoint };
}
