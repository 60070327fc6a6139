import { AppError, type FieldProblem } from '@yuexin/errors';
import type { ImportGrantsResult, Storage } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import { z } from 'zod';
import { findValues, type PlacedValue } from '../../http/find-values.ts';
import { invalidRequest } from '../../http/invalid-request.ts';
import { instant } from '../../routes/fields.schema.ts';
import { importedGrant } from '../../routes/users/import.schema.ts';
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
  deps: GrantChecks & { offerDue: OfferDue; performAction: PerformAction },
): ImportGrants {
  return async ({ appId, caller, requestId, grants, counting, key }) => {
    await requireGood(deps, appId, { grants });
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

export type GrantChecks = {
  storage: { users: Pick<Storage['users'], 'resolve'> };
  catalog: Pick<AppCatalog, 'findTemplate'>;
  clock: Clock;
};

type GrantProblems = { invalid: FieldProblem[]; unknown: FieldProblem[]; foreign: FieldProblem[] };

/** Throws once for whatever is wrong: by the code of the first kind of problem, naming all of every kind. */
async function requireGood(deps: GrantChecks, appId: string, body: unknown): Promise<void> {
  const { invalid, unknown, foreign } = await findGrantProblems(deps, appId, body);
  const problems = [...invalid, ...unknown, ...foreign];
  if (problems.length === 0) return;
  if (invalid.length > 0) throw invalidRequest(problems);
  if (unknown.length > 0)
    throw new AppError('template-unknown', { message: unknownTemplate, problems });
  const message = 'Some users belong to another app: see `errors`.';
  throw new AppError('recipient-unknown', { message, problems });
}

/** What clock and database say of the grants of a body, as far as its fields are right in themselves. */
export async function findGrantProblems(
  deps: GrantChecks,
  appId: string,
  body: unknown,
): Promise<GrantProblems> {
  const { shape } = importedGrant;
  const inEach = <T>(field: keyof typeof shape, schema: z.ZodType<T>): PlacedValue<T>[] =>
    findValues(body, ['grants', '*', field], schema);
  return {
    invalid: [
      ...findTooMany(inEach('count', shape.count)),
      ...findFuture(inEach('grantedAt', z.date().or(instant)), deps.clock.now()),
    ],
    unknown: await findUnknownTemplates(
      deps.catalog,
      appId,
      inEach('templateId', shape.templateId),
    ),
    foreign: await findForeignUsers(deps, appId, inEach('openid', shape.openid)),
  };
}

/** All of an import stands or falls in one statement, which holds its users for that long. */
const mostGrants = 10_000;

function findTooMany(counts: readonly PlacedValue<number>[]): FieldProblem[] {
  const actual = counts.reduce((sum, { value }) => sum + value, 0);
  if (actual <= mostGrants) return [];
  const message = `must not add up to more than ${mostGrants} grants; split the import`;
  return [{ pointer: '/grants', rule: 'limit', message, limit: mostGrants, actual }];
}

const findFuture = (times: readonly PlacedValue<Date>[], now: Date): FieldProblem[] =>
  times
    .filter(({ value }) => value > now)
    .map(({ pointer, value }) => ({
      ...{ pointer, rule: 'past', message: 'must not lie ahead' },
      ...{ limit: now.toISOString(), actual: value.toISOString() },
    }));

/** An openid that is known in another app only is a mix-up: openids differ from app to app. */
async function findForeignUsers(
  { storage }: Pick<GrantChecks, 'storage'>,
  appId: string,
  openids: readonly PlacedValue<string>[],
): Promise<FieldProblem[]> {
  const resolved = await storage.users.resolve(
    openids.map(({ value }) => ({ appId, openid: value })),
  );
  return openids
    .filter((_, at) => resolved[at]?.isElsewhere === true)
    .map(({ pointer }) => ({ pointer, rule: 'other-app', message: 'belongs to another app' }));
}
