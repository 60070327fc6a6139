import { readId } from '@yuexin/domain';
import { AppError } from '@yuexin/errors';
import type { PushRow, Storage } from '@yuexin/storage';
import { canSeeApp, type KeyCaller } from '../../http/caller.ts';

/** 404 for what is not there and for what is not yours to know of: the same words. */
export function noSuch(what: string): AppError {
  return new AppError('not-found', { message: `There is no such ${what}.` });
}

/** The push behind a shown id. Throws `not-found` when there is none in the apps of this key. */
export async function findVisiblePush(
  deps: { pushes: Pick<Storage['pushes'], 'find'> },
  caller: KeyCaller,
  shownId: string,
): Promise<PushRow> {
  const id = readId('push', shownId);
  const push = id === null ? null : await deps.pushes.find(id);
  if (push === null || !canSeeApp(caller, push.appId)) throw noSuch('push');
  return push;
}
