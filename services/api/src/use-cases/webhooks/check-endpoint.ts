import type { CallbackType } from '@yuexin/domain';
import { AppError, type FieldProblem } from '@yuexin/errors';
import type { Storage } from '@yuexin/storage';
import { canSeeApp, hasScope, type KeyCaller } from '../../http/caller.ts';
import { invalidRequest } from '../../http/invalid-request.ts';

/**
 * Whether this key may be told so much. Throws `invalid-request` naming unknown apps, `forbidden` for grants that it may not
 * read. Answers the apps to be told of: never more than the key's own.
 */
export async function checkEndpoint(
  apps: Pick<Storage['apps'], 'find'>,
  caller: KeyCaller,
  wanted: { events: readonly CallbackType[]; appIds: readonly string[] | null },
): Promise<readonly string[] | null> {
  const problems: FieldProblem[] = [];
  for (const [at, appId] of (wanted.appIds ?? []).entries()) {
    const app = canSeeApp(caller, appId) ? await apps.find(appId) : null;
    if (app === null)
      problems.push({ pointer: `/appIds/${at}`, rule: 'known-app', message: 'is no app of yours' });
  }
  if (problems.length > 0) throw invalidRequest(problems);
  if (wanted.events.includes('grant.received') && !hasScope(caller, 'grant:read'))
    throw new AppError('forbidden', {
      message: 'To be told of `grant.received` the key needs the scope grant:read.',
    });
  return wanted.appIds ?? caller.appIds;
}
