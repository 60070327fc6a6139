import { roleOf, type ConsoleCaller } from '../http/caller.ts';
import { showId } from './public-id.ts';

/** Who is signed in, and what the console may do for them. */
export function presentConsoleSession(caller: ConsoleCaller) {
  const { keyId, scopes, appIds, console: session } = caller;
  const shownId = keyId === 'bootstrap' ? keyId : showId('key', keyId);
  return {
    role: roleOf(caller),
    caller: { id: shownId, name: session.name },
    scopes,
    apps: appIds,
    csrfToken: session.csrfToken,
    expiresAt: session.endsAt.toISOString(),
  };
}
