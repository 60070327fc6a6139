import { readId } from '@yuexin/domain';
import { AppError, type FieldProblem } from '@yuexin/errors';
import type { ApiKeyRow, Storage } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import type { KeyAuthenticator } from '../../http/authenticate.ts';
import { canSeeApp, type KeyCaller, type Scope } from '../../http/caller.ts';
import { findPassed } from '../../http/find-passed.ts';
import { invalidRequest } from '../../http/invalid-request.ts';
import { findUnknownApps } from '../apps/find-unknown-apps.ts';
import { noSuch } from '../pushes/find-visible-push.ts';
import type { PerformAction } from './perform-action.ts';

type KeyStorage = { apiKeys: Storage['apiKeys']; apps: Pick<Storage['apps'], 'find'> };

type Deps = { storage: KeyStorage; clock: Clock };

/** What the routes of keys need. Whoever has ended a key has the cached ones forgotten, once that is committed. */
export type KeyDeps = Deps & {
  keys: Pick<KeyAuthenticator, 'forget'>;
  performAction: PerformAction;
};

export type NewKey = {
  name: string;
  scopes: Scope[];
  appIds?: string[] | null | undefined;
  allowedAddresses?: string[] | null | undefined;
  expiresAt?: Date | null | undefined;
};

/** A key bound to apps sees only keys that are bound to some of the same. */
export function canSeeKey(caller: KeyCaller, row: ApiKeyRow): boolean {
  if (caller.appIds === null) return true;
  return row.appIds?.every((appId) => canSeeApp(caller, appId)) ?? false;
}

export async function findVisibleKey(
  deps: { storage: { apiKeys: Pick<Storage['apiKeys'], 'find'> } },
  caller: KeyCaller,
  shownId: string,
): Promise<ApiKeyRow> {
  const id = readId('key', shownId);
  const row = id === null ? null : await deps.storage.apiKeys.find(id);
  if (row === null || !canSeeKey(caller, row)) throw noSuch('API key');
  return row;
}

/** Makes a key for a new caller. Throws `invalid-request` naming unknown apps and an end that has passed, `forbidden` for more reach than one's own. */
export async function createKey(
  deps: Deps,
  caller: KeyCaller,
  wanted: NewKey,
): Promise<{ row: ApiKeyRow; key: string }> {
  const { name, scopes } = wanted;
  const appIds = wanted.appIds ?? null;
  const expiresAt = wanted.expiresAt ?? null;
  const allowedAddresses = wanted.allowedAddresses ?? null;
  if (caller.appIds !== null && appIds === null)
    throw new AppError('forbidden', {
      message: 'A key that is bound to apps can only make keys bound to some of them.',
    });
  const problems = await findKeyProblems(deps, caller, wanted);
  if (problems.length > 0) throw invalidRequest(problems);
  return deps.storage.apiKeys.create({ name, scopes, appIds, allowedAddresses, expiresAt });
}

/** What clock and database say of a body, as far as its fields are right in themselves. */
export async function findKeyProblems(
  { storage, clock }: { storage: Pick<KeyStorage, 'apps'>; clock: Clock },
  caller: KeyCaller,
  body: unknown,
): Promise<FieldProblem[]> {
  return [
    ...(await findUnknownApps(storage.apps, caller, body)),
    ...findPassed(body, 'expiresAt', clock.now()),
  ];
}

/** Ends a key now. May be repeated. */
export async function revokeKey(deps: Deps, row: ApiKeyRow): Promise<ApiKeyRow> {
  return (await deps.storage.apiKeys.revoke(row.id, deps.clock.now())) ?? row;
}

export type KeyRotation = {
  overlapSeconds: number;
  /** Left out: as the old key's. */
  allowedAddresses?: string[] | null | undefined;
};

/** A new key for the same caller with the same reach; the old one ends after the overlap. Throws `conflict` for a key that has ended. */
export async function rotateKey(
  deps: Deps,
  row: ApiKeyRow,
  { overlapSeconds, ...wanted }: KeyRotation,
): Promise<{ row: ApiKeyRow; key: string }> {
  const now = deps.clock.now();
  const hasEnded = [row.revokedAt, row.expiresAt].some((at) => at !== null && at <= now);
  if (hasEnded)
    throw new AppError('conflict', { message: 'The key has ended: make a new one instead.' });
  const { name, scopes, appIds, expiresAt, callerId } = row;
  const { allowedAddresses = row.allowedAddresses } = wanted;
  const next = await deps.storage.apiKeys.create({
    ...{ name, scopes, appIds, allowedAddresses, expiresAt, callerId },
  });
  await deps.storage.apiKeys.revoke(row.id, new Date(now.getTime() + overlapSeconds * 1000));
  return next;
}
