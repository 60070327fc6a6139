import type { PhoneIndex } from '../crypto/phone-index.ts';
import type { CipherPlace, Vault } from '../crypto/vault.ts';
import type { Database } from '../database/open-database.ts';
import type { UserRecord } from '../entities/user.entity.ts';

export type UserRow = {
  id: string;
  appId: string;
  openid: string;
  unionid: string | null;
  /** E.164, decrypted. Mask before it leaves the process. */
  phone: string | null;
  lastLoginAt: Date | null;
  createdAt: Date;
};

/** What the parts of the user repository share. */
export type UserDeps = { database: Database; vault: Vault; phoneIndex: PhoneIndex };

type Stored = Pick<
  UserRecord,
  'id' | 'appId' | 'openid' | 'unionid' | 'phoneCipher' | 'lastLoginAt' | 'createdAt'
>;

/** A stored user with its phone readable. */
export function toUserRow(stored: Stored, vault: Vault): UserRow {
  const { id, appId, openid, unionid, phoneCipher, lastLoginAt, createdAt } = stored;
  const phone = phoneCipher === null ? null : vault.decrypt(phoneCipher, placeOf(appId, openid));
  return { id, appId, openid, unionid, phone, lastLoginAt, createdAt };
}

/** The columns of `users` that make a UserRow, for SQL. */
export const userColumns = `users.id, users.app_id as "appId", users.openid, users.unionid,
  users.phone_cipher as "phoneCipher", users.last_login_at as "lastLoginAt",
  users.created_at as "createdAt"`;

export type StoredUser = Stored;

/** A phone as two columns: found by its hash, readable under MASTER_KEY. Nulls for no phone. */
export async function sealPhone(
  { vault, phoneIndex }: Pick<UserDeps, 'vault' | 'phoneIndex'>,
  user: { appId: string; openid: string; phone: string | null },
): Promise<{ hash: Buffer | null; cipher: Buffer | null }> {
  if (user.phone === null) return { hash: null, cipher: null };
  return {
    hash: await phoneIndex.hash(user.phone),
    cipher: vault.encrypt(user.phone, placeOf(user.appId, user.openid)),
  };
}

/** Bound to (app, openid), which is known before the row exists. */
function placeOf(appId: string, openid: string): CipherPlace {
  return { table: 'users', column: 'phone_cipher', owner: `${appId}/${openid}` };
}
