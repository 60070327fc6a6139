import type { UserDeps } from './user-row.ts';

/** One of openid, phone (E.164) or unionid; openid counts first. */
export type Address = { appId: string; openid?: string; phone?: string; unionid?: string };
export type ResolvedAddress = {
  user: { id: string; openid: string } | null;
  isElsewhere: boolean;
};

type ResolvedRow = {
  id: string | null;
  openid: string | null;
  isElsewhere: boolean;
};

/** Looks up every address of a batch in one round trip, answering in their order. */
export async function resolveAddresses(
  { database, phoneIndex }: Pick<UserDeps, 'database' | 'phoneIndex'>,
  addresses: readonly Address[],
): Promise<ResolvedAddress[]> {
  if (addresses.length === 0) return [];
  const hashes: (Buffer | null)[] = [];
  for (const { phone } of addresses)
    hashes.push(phone === undefined ? null : await phoneIndex.hash(phone));
  const rows = await database.query<ResolvedRow>(statement, [
    addresses.map((address) => address.appId),
    addresses.map((address) => address.openid ?? null),
    hashes,
    addresses.map((address) => address.unionid ?? null),
  ]);
  return rows.map(({ id, openid, isElsewhere }) => ({
    user: id === null || openid === null ? null : { id, openid },
    isElsewhere,
  }));
}

const statement = {
  name: 'resolve-addresses',
  text: `
    select found.id, found.openid,
      found.id is null and given.openid is not null
        and exists (select 1 from users as other where other.openid = given.openid) as "isElsewhere"
    from unnest($1::text[], $2::text[], $3::bytea[], $4::text[]) with ordinality
      as given (app_id, openid, phone_hash, unionid, position)
    left join lateral (
      (select u.id, u.openid from users u
       where u.app_id = given.app_id and u.openid = given.openid)
      union all
      (select u.id, u.openid from users u
       where given.openid is null and u.app_id = given.app_id and u.phone_hash = given.phone_hash
       order by u.phone_bound_at desc, u.id desc limit 1)
      union all
      (select u.id, u.openid from users u
       where given.openid is null and given.phone_hash is null
         and u.app_id = given.app_id and u.unionid = given.unionid
       order by u.last_login_at desc nulls last, u.id desc limit 1)
      limit 1
    ) as found on true
    order by given.position`,
};
