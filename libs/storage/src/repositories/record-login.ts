import { v7 as uuidv7 } from 'uuid';
import { asUnknownApp } from './as-unknown-app.ts';
import {
  sealPhone,
  toUserRow,
  userColumns,
  type StoredUser,
  type UserDeps,
  type UserRow,
} from './user-row.ts';

export type Login = {
  appId: string;
  openid: string;
  unionid: string | null;
  phone: string | null;
  at: Date;
};
export type RecordedLogin = { user: UserRow; isNew: boolean; isPhoneBound: boolean };

type LoginRow = StoredUser & { isNew: boolean };

/** One statement: the user registered or updated, and the login noted. */
export async function recordLogin(deps: UserDeps, input: Login): Promise<RecordedLogin> {
  const { appId, openid, unionid, at } = input;
  const { hash, cipher } = await sealPhone(deps, input);
  const ids = [uuidv7(), uuidv7()];
  const values = [...ids, appId, openid, unionid, hash, cipher, at];
  const rows = await deps.database.query<LoginRow>(statement, values).catch((error: unknown) => {
    throw asUnknownApp(error, appId);
  });
  const row = rows[0];
  if (row === undefined) throw new Error('A login left no user row.');
  const user = toUserRow(row, deps.vault);
  return { user, isNew: row.isNew, isPhoneBound: user.phone !== null };
}

/** A phone of another number replaces the one bound; the same one counts as bound anew. */
const statement = {
  name: 'record-login',
  text: `
    with seen as (
      insert into users (id, app_id, openid, unionid, phone_hash, phone_cipher, phone_bound_at, last_login_at)
      values ($1, $3, $4, $5, $6, $7, case when $6::bytea is not null then $8::timestamptz end, $8)
      on conflict (app_id, openid) do update set
        unionid = coalesce(excluded.unionid, users.unionid),
        phone_hash = coalesce(excluded.phone_hash, users.phone_hash),
        phone_cipher = coalesce(excluded.phone_cipher, users.phone_cipher),
        phone_bound_at = coalesce(excluded.phone_bound_at, users.phone_bound_at),
        last_login_at = greatest(excluded.last_login_at, users.last_login_at)
      returning users.*, (xmax = 0) as is_new
    ), noted as (
      insert into logins (id, app_id, user_id, has_bound_phone, logged_in_at)
      select $2, app_id, id, $6::bytea is not null, $8 from seen
    )
    select ${userColumns}, is_new as "isNew" from seen as users`,
};
