import { AppError, type FieldProblem } from '@yuexin/errors';
import type { ImportGrantsResult, Storage } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import { invalidRequest } from '../../http/mount-routes.ts';
import { keyReused } from '../pushes/accept-push.ts';
import type { AppCatalog } from '../apps/app-catalog.ts';
import { checkTemplateIds } from './check-template-ids.ts';
import { fingerprintOf } from '../fingerprint.ts';
import type { OfferDue } from '../pushes/offer-due.ts';
import type { ActingFor, Action, PerformAction } from '../operators/perform-action.ts';

type Grant = {
  openid: string;
  templateId: string;
  count: number;
  grantedAt?: Date | null | undefined;
  purpose?: string | undefined;
};

export type ImportGrants = (
  input: ActingFor & {
    appId: string;
    grants: readonly Grant[];
    /** Idempotency-Key of the request. */
    key: string | null;
  },
) => Promise<{ imported: number; released: number; isReplay: boolean }>;

/** Adds grants to the ledger, all or none, and releases what waited for them. With a key, once. */
export function createImportGrants(deps: {
  storage: { users: Pick<Storage['users'], 'resolve'> };
  catalog: AppCatalog;
  offerDue: OfferDue;
  performAction: PerformAction;
  clock: Clock;
}): ImportGrants {
  return async ({ appId, caller, requestId, grants, key }) => {
    requireFew(grants);
    requirePast(grants, deps.clock.now());
    await checkTemplateIds(
      deps.catalog,
      appId,
      grants.map(({ templateId }, at) => ({ templateId, pointer: `/grants/${at}/templateId` })),
    );
    await requireOwnUsers(deps, appId, grants);
    const { callerId } = caller;
    const fingerprint = fingerprintOf(`grants ${appId}`, grants);
    const given = {
      appId,
      grants: grants.map((grant) => ({
        ...grant,
        ...{ grantedAt: grant.grantedAt ?? null, purpose: grant.purpose ?? null },
      })),
      idempotency: key === null ? null : { callerId, key, fingerprint },
    };
    const result = await deps.performAction({ caller, requestId }, async ({ hotPath }) => {
      const imported = await hotPath.importGrants(given);
      return { result: imported, action: actionOf(appId, imported) };
    });
    if (result.kind === 'key-reused') throw keyReused();
    if (result.kind === 'replayed')
      return { imported: result.imported, released: 0, isReplay: true };
    await deps.offerDue(result.due);
    return { imported: result.imported, released: result.due.length, isReplay: false };
  };
}

function actionOf(appId: string, result: ImportGrantsResult): Action | null {
  if (result.kind !== 'imported') return null;
  const after = { imported: result.imported, released: result.due.length };
  return { action: 'grant.import', target: `app:${appId}`, appId, after };
}

/** All of an import stands or falls in one statement, which holds its users for that long. */
const mostGrants = 10_000;

function requireFew(grants: readonly Grant[]): void {
  const actual = grants.reduce((sum, { count }) => sum + count, 0);
  if (actual <= mostGrants) return;
  const message = `must not add up to more than ${mostGrants} grants; split the import`;
  throw invalidRequest([{ pointer: '/grants', rule: 'limit', message, limit: mostGrants, actual }]);
}

function requirePast(grants: readonly Grant[], now: Date): void {
  const problems = grants.flatMap(({ grantedAt }, at): FieldProblem[] =>
    grantedAt === null || grantedAt === undefined || grantedAt <= now
      ? []
      : [
          {
            pointer: `/grants/${at}/grantedAt`,
            rule: 'past',
            message: 'must not lie ahead',
            limit: now.toISOString(),
            actual: grantedAt.toISOString(),
          },
        ],
  );
  if (problems.length > 0) throw invalidRequest(problems);
}

/** An openid that is known in another app only is a mix-up: openids differ from app to app. */
async function requireOwnUsers(
  deps: { storage: { users: Pick<Storage['users'], 'resolve'> } },
  appId: string,
  grants: readonly Grant[],
): Promise<void> {
  const resolved = await deps.storage.users.resolve(
    grants.map(({ openid }) => ({ appId, openid })),
  );
  const problems = resolved.flatMap(({ isElsewhere }, at): FieldProblem[] =>
    isElsewhere
      ? [{ pointer: `/grants/${at}/openid`, rule: 'other-app', message: 'belongs to another app' }]
      : [],
  );
  if (problems.length === 0) return;
  throw new AppError('recipient-unknown', {
    message: 'Some users belong to another app: see `errors`.',
    problems,
  });
}
