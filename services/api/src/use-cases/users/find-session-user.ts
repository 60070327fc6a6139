import { AppError } from '@yuexin/errors';
import type { Storage, UserRow } from '@yuexin/storage';
import type { SessionCaller } from '../../http/caller.ts';

/** The user of a session. Throws `unauthenticated` when the user was erased since: the client logs in again. */
export async function findSessionUser(
  deps: { users: Pick<Storage['users'], 'findById'> },
  caller: SessionCaller,
): Promise<UserRow> {
  const user = await deps.users.findById(caller.userId);
  if (user !== null && user.appId === caller.appId) return user;
  throw sessionUserGone();
}

/** The user was erased while the session lived. */
export function sessionUserGone(): AppError {
  return new AppError('unauthenticated', {
    message: 'The user of this session is gone: log in again.',
  });
}
