import type { FieldProblem } from '@yuexin/errors';
import type { Storage } from '@yuexin/storage';
import { findValues } from '../../http/find-values.ts';
import { canSeeApp, type KeyCaller } from '../../http/caller.ts';
import { appId } from '../../routes/fields.schema.ts';

/** Every app in the `appIds` of a body that this key may not know of. */
export async function findUnknownApps(
  apps: Pick<Storage['apps'], 'find'>,
  caller: KeyCaller,
  body: unknown,
): Promise<FieldProblem[]> {
  const problems: FieldProblem[] = [];
  for (const { value, pointer } of findValues(body, ['appIds', '*'], appId)) {
    const app = canSeeApp(caller, value) ? await apps.find(value) : null;
    if (app === null) problems.push({ pointer, rule: 'known-app', message: 'is no app of yours' });
  }
  return problems;
}
