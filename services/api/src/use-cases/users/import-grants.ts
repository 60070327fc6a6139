import { AppError, type FieldProblem } from '@yuexin/errors';
import type { ImportGrantsResult, Storage } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import { invalidRequest } from '../../http/invalid-request.ts';
import { keyReused } from '../pushes/accept-push.ts';
import type { AppCatalog } from '../apps/app-catalog.ts';
import { findUnknownTemplates, unknownTemplate } from './check-template-ids.ts';
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
    /** `total`: as many as were ever imported; what is lacking is added. */
    counting: 'more' | 'total';
    /** Idempotency-Key of the request. */
    key: string | null;
  },
) => Promise<{ imported: number; released: number; isReplay: boolean }>;

/** Adds grants to the ledger, all or none, and releases what waited for them. With a key, once. */
export function createImportGrants(
  deps: Deps & { offerDue: OfferDue; performAction: PerformAction },
): ImportGrants {
  return async ({ appId, caller, requestId, grants, counting, key }) => {
    await requireGood(deps, appId, grants);
    const { callerId } = caller;
    const isTotal = counting === 'total';
    const fingerprint = fingerprintOf(`${isTotal ? 'all ' : ''}grants ${appId}`, grants);
    const given = {
      appId,
      grants: grants.map((grant) => ({
        ...grant,
        ...{ grantedAt: grant.grantedAt ?? null, purpose: grant.purpose ?? null },
      })),
      isTotal,
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

type Deps = {
  storage: { users: Pick<Storage['users'], 'resolve'> };
  catalog: AppCatalog;
  clock: Clock;
};

/** Throws once for whatever is wrong: by the code of the first kind of problem, naming all of every kind. */
async function requireGood(deps: Deps, appId: string, grants: readonly Grant[]): Promise<void> {
  const invalid = [...findTooMany(grants), ...findFuture(grants, deps.clock.now())];
  const templates = grants.map(({ templateId }, at) => ({
    ...{ templateId, pointer: `/grants/${at}/templateId` },
  }));
  const unknown = await findUnknownTemplates(deps.catalog, appId, templates);
  const foreign = await findForeignUsers(deps, appId, grants);
  const problems = [...invalid, ...unknown, ...foreign];
  if (problems.length === 0) return;
  if (invalid.length > 0) throw invalidRequest(problems);
  if (unknown.length > 0)
    throw new AppError('template-unknown', { message: unknownTemplate, problems });
  const message = 'Some users belong to another app: see `errors`.';
  throw new AppError('recipient-unknown', { message, problems });
}

/** All of an import stands or falls in one statement, which holds its users for that long. */
const mostGrants = 10_000;

function findTooMany(grants: readonly Grant[]): FieldProblem[] {
  const actual = grants.reduce((sum, { count }) => sum + count, 0);
  if (actual <= mostGrants) return [];
  const message = `must not add up to more than ${mostGrants} grants; split the import`;
  return [{ pointer: '/grants', rule: 'limit', message, limit: mostGrants, actual }];
}

function findFuture(grants: readonly Grant[], now: Date): FieldProblem[] {
  return grants.flatMap(({ grantedAt }, at): FieldProblem[] =>
    grantedAt === null || grantedAt === undefined || grantedAt <= now
      ? []
      : [
          {
            ...{ pointer: `/grants/${at}/grantedAt`, rule: 'past', message: 'must not lie ahead' },
            ...{ limit: now.toISOString(), actual: grantedAt.toISOString() },
          },
        ],
  );
}

/** An openid that is known in another app only is a mix-up: openids differ from app to app. */
async function findForeignUsers(
  { storage }: Pick<Deps, 'storage'>,
  appId: string,
  grants: readonly Grant[],
): Promise<FieldProblem[]> {
  const resolved = await storage.users.resolve(grants.map(({ openid }) => ({ appId, openid })));
  return resolved.flatMap(({ isElsewhere }, at): FieldProblem[] =>
    isElsewhere
      ? [{ pointer: `/grants/${at}/openid`, rule: 'other-app', message: 'belongs to another app' }]
      : [],
  );
}
