import { AppError } from '@yuexin/errors';
import type { KeyAuthenticator } from '../../http/authenticate.ts';
import { roleOf, type ConsoleCaller } from '../../http/caller.ts';
import type { ConsoleSessions } from '../../http/console-sessions.ts';
import type { PerformAction } from '../operators/perform-action.ts';

export type SignIn = (input: {
  key: string;
  requestId: string;
  address: string | undefined;
}) => Promise<{ token: string; caller: ConsoleCaller }>;

/** Exchanges a key for a session of the console. Throws `unauthenticated`, and `forbidden` for a key that gives no role. */
export function createSignIn(deps: {
  keys: Pick<KeyAuthenticator, 'authenticate'>;
  consoleSessions: ConsoleSessions;
  performAction: PerformAction;
}): SignIn {
  const { keys, consoleSessions, performAction } = deps;
  return async ({ key, requestId, address }) => {
    const caller = await keys.authenticate(key, address);
    const role = roleOf(caller);
    if (role === null)
      throw new AppError('forbidden', {
        message: 'The console is for keys with the scope push:read, operator or admin.',
      });
    const { token } = await performAction({ caller, requestId }, async (inside) => {
      const result = await consoleSessions.open(caller, inside);
      const target = `key:${caller.keyId}`;
      return { result, action: { action: 'console.sign-in', target, after: { role } } };
    });
    return { token, caller: await consoleSessions.authenticate(token) };
  };
}
