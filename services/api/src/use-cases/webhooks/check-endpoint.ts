import type { CallbackType } from '@yuexin/domain';
import { AppError } from '@yuexin/errors';
import type { Storage } from '@yuexin/storage';
import { hasScope, type KeyCaller } from '../../http/caller.ts';
import { invalidRequest } from '../../http/invalid-request.ts';
import { findUnknownApps } from '../apps/find-unknown-apps.ts';

/**
 * Whether this key may be told so much. Throws `invalid-request` naming unknown apps, `forbidden` for grants that it may not
 * read. Answers the apps to be told of: never more than the key's own.
 */
export async function checkEndpoint(
  apps: Pick<Storage['apps'], 'find'>,
  caller: KeyCaller,
  wanted: { events: readonly CallbackType[]; appIds: readonly string[] | null },
): Promise<readonly string[] | null> {
  const problems = await findUnknownApps(apps, caller, wanted);
  if (problems.length > 0) throw invalidRequest(problems);
  if (wanted.events.includes('grant.received') && !hasScope(caller, 'grant:read'))
    throw new AppError('forbidden', {
      message: 'To be told of `grant.received` the key needs the scope grant:read.',
    });
  return wanted.appIds ?? caller.appIds;
}
