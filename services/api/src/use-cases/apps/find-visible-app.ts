import { AppError } from '@yuexin/errors';
import type { AppRow, Storage } from '@yuexin/storage';
import { canSeeApp, type KeyCaller } from '../../http/caller.ts';
import { noSuch } from '../pushes/find-visible-push.ts';

/** The app of a path. Throws `not-found` when there is none that this key may know of. */
export async function findVisibleApp(
  deps: { apps: Pick<Storage['apps'], 'find'> },
  caller: KeyCaller,
  appId: string,
): Promise<AppRow> {
  const app = await peekVisibleApp(deps, caller, appId);
  if (app === null) throw noSuch('app');
  return app;
}

/** The same, where a request is wrong anyhow: null instead of a throw. */
export async function peekVisibleApp(
  deps: { apps: Pick<Storage['apps'], 'find'> },
  caller: KeyCaller,
  appId: unknown,
): Promise<AppRow | null> {
  return typeof appId === 'string' && canSeeApp(caller, appId) ? deps.apps.find(appId) : null;
}

/** Throws `forbidden` for a key that is bound to apps: it may not reach beyond them. */
export function requireUnbound(caller: KeyCaller): void {
  if (caller.appIds === null) return;
  throw new AppError('forbidden', { message: 'A key that is bound to apps may not do this.' });
}
