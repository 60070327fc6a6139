import { showId } from '@yuexin/domain';
import type { AppRow } from '@yuexin/storage';
import { canSeeApp, roleOf, scopesOf, type ConsoleCaller } from '../http/caller.ts';

/** Who is signed in, and what the console may do for them. */
export function presentConsoleSession(
  caller: ConsoleCaller,
  apps: readonly Pick<AppRow, 'appId' | 'name'>[],
) {
  const { keyId, appIds, console: session } = caller;
  const isKey = session.isOperator !== true && keyId !== 'bootstrap';
  const shownId = isKey ? showId('key', keyId) : session.isOperator === true ? session.name : keyId;
  return {
    role: roleOf(caller),
    caller: { id: shownId, name: session.name },
    scopes: scopesOf(caller),
    seesAllApps: appIds === null,
    apps: apps
      .filter(({ appId }) => canSeeApp(caller, appId))
      .map(({ appId, name }) => ({ appId, name })),
    csrfToken: session.csrfToken,
    expiresAt: session.endsAt.toISOString(),
  };
}
