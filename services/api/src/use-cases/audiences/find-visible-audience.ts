import { readId } from '@yuexin/domain';
import type { AudienceRow, Storage } from '@yuexin/storage';
import { canSeeApp, type KeyCaller } from '../../http/caller.ts';
import { noSuch } from '../pushes/find-visible-push.ts';

/** The audience behind a shown id. Throws `not-found` unless its app is the key's. */
export async function findVisibleAudience(
  deps: { audiences: Pick<Storage['audiences'], 'find'> },
  caller: KeyCaller,
  shownId: string,
): Promise<AudienceRow> {
  const id = readId('audience', shownId);
  const audience = id === null ? null : await deps.audiences.find(id);
  if (audience === null || !canSeeApp(caller, audience.appId)) throw noSuch('audience');
  return audience;
}
