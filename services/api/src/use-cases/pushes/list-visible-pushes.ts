import type { PushFilter, PushRow, Storage } from '@yuexin/storage';
import type { KeyCaller } from '../../http/caller.ts';
import type { PushQuery } from '../../routes/pushes/list-pushes.schema.ts';
import { withoutUndefined } from '../without-undefined.ts';

type PushPage = { items: PushRow[]; nextCursor: string | null };
type Query = Omit<PushQuery, 'cursor'> & { cursor?: string | null | undefined };

/** Pushes by filter, newest first, within the apps of the key. */
export async function listVisiblePushes(
  deps: { pushes: Pick<Storage['pushes'], 'list'> },
  caller: KeyCaller,
  query: Query,
): Promise<PushPage> {
  const { appId, state, limit, cursor, ...rest } = query;
  const appIds = appIdsOf(caller, appId);
  if (appIds?.length === 0) return { items: [], nextCursor: null };
  const filter: PushFilter = {
    ...withoutUndefined(rest),
    ...(appIds !== null && { appIds }),
    ...(state !== undefined && { states: state }),
  };
  return deps.pushes.list({ filter, limit, cursor: cursor ?? null });
}

/** Null: every app. */
function appIdsOf(caller: KeyCaller, asked: string | undefined): readonly string[] | null {
  if (asked === undefined) return caller.appIds;
  return caller.appIds === null || caller.appIds.includes(asked) ? [asked] : [];
}
