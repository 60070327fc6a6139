import { readId } from '@yuexin/domain';
import type { ReplayRow, Storage } from '@yuexin/storage';
import { canSeeApp, type KeyCaller } from '../../http/caller.ts';
import { noSuch } from '../pushes/find-visible-push.ts';

/** The replay behind a shown id. Throws `not-found` unless all of its apps are the key's. */
export async function findVisibleReplay(
  deps: { replays: Pick<Storage['replays'], 'find'> },
  caller: KeyCaller,
  shownId: string,
): Promise<ReplayRow> {
  const id = readId('replay', shownId);
  const replay = id === null ? null : await deps.replays.find(id);
  const isVisible = replay?.appIds.every((appId) => canSeeApp(caller, appId));
  if (replay === null || isVisible !== true) throw noSuch('replay');
  return replay;
}
