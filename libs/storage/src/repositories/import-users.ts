import { v7 as uuidv7 } from 'uuid';
import type { RunQuery } from '../database/run-query.ts';
import { asUnknownApp } from './as-unknown-app.ts';
import {
  sealPhone,
  toUserRow,
  userColumns,
  type StoredUser,
  type UserDeps,
  type UserRow,
} from './user-row.ts';

export type GivenUser = { openid: string; phone: string | null; unionid: string | null };
type SealedUser = GivenUser & { hash: Buffer | null; cipher: Buffer | null };

/**
 * Registers the unknown first (sorted, which locks no row of others), then locks the known by id as
 * every other statement does, then completes them: no deadlock with the hot path or a second import.
 */
export async function importUsers(
  deps: UserDeps,
  { appId, users }: { appId: string; users: readonly GivenUser[] },
): Promise<UserRow[]> {
  if (users.length === 0) return [];
  const sealed = await sealUsers(deps, { appId, users });
  const openids = sealed.map((user) => user.openid);
  const stored = await deps.database
    .transaction(async (query) => {
      await query(insertUnknown, [sealed.map(() => uuidv7()), appId, openids]);
      const details = sealed.filter((user) => user.hash !== null || user.unionid !== null);
      if (details.length > 0) await complete(query, { appId, details });
      return query<StoredUser>(
        `select ${userColumns} from users where app_id = $1 and openid = any($2)`,
        [appId, openids],
      );
    })
    .catch((error: unknown) => {
      throw asUnknownApp(error, appId);
    });
  const rows = new Map(stored.map((row) => [row.openid, toUserRow(row, deps.vault)]));
  return users.flatMap((user) => rows.get(user.openid) ?? []);
}

const insertUnknown = `
  insert into users (id, app_id, openid)
  select id, $2, openid from unnest($1::uuid[], $3::text[]) as given (id, openid)
  order by openid
  on conflict (app_id, openid) do nothing`;

async function sealUsers(
  deps: UserDeps,
  { appId, users }: { appId: string; users: readonly GivenUser[] },
): Promise<SealedUser[]> {
  const lastByOpenid = new Map(users.map((user) => [user.openid, user]));
  return Promise.all(
    [...lastByOpenid.values()].map(async (user) => ({
      ...user,
      ...(await sealPhone(deps, { ...user, appId })),
    })),
  );
}

async function complete(
  query: RunQuery,
  { appId, details }: { appId: string; details: readonly SealedUser[] },
): Promise<void> {
  const openids = details.map((user) => user.openid);
  await query(
    'select id from users where app_id = $1 and openid = any($2) order by id for no key update',
    [appId, openids],
  );
  await query(
    `update users set
       unionid = coalesce(given.unionid, users.unionid),
       phone_hash = coalesce(given.phone_hash, users.phone_hash),
       phone_cipher = coalesce(given.phone_cipher, users.phone_cipher),
       phone_bound_at = case when given.phone_hash is null then users.phone_bound_at else now() end
     from unnest($2::text[], $3::text[], $4::bytea[], $5::bytea[])
       as given (openid, unionid, phone_hash, phone_cipher)
     where users.app_id = $1 and users.openid = given.openid`,
    [
      appId,
      openids,
      details.map((user) => user.unionid),
      details.map((user) => user.hash),
      details.map((user) => user.cipher),
    ],
  );
}
