import { createHmac, randomBytes } from 'node:crypto';
import type { Database } from '../database/open-database.ts';
import type { CipherPlace, Vault } from './vault.ts';

/** Finds phones without storing them readably. */
export type PhoneIndex = {
  /** Keyed hash of an E.164 number; equal for equal numbers, in every process, before and after a MASTER_KEY rotation. */
  hash(phone: string): Promise<Buffer>;
};

const phoneIndexKeyName = 'phone-index';

/** Where the wrapped index key lives, for the vault. */
const phoneIndexKeyPlace: CipherPlace = {
  table: 'wrapped_keys',
  column: 'key_cipher',
  owner: phoneIndexKeyName,
};

/**
 * HMAC-SHA256 under a random key of its own that the first process makes and keeps, wrapped by
 * MASTER_KEY, in `wrapped_keys`. Hashes therefore never change when MASTER_KEY rotates (a key
 * derived from MASTER_KEY would split the index into one per key), and a MASTER_KEY that does not
 * belong to the database is noticed at once.
 */
export function createPhoneIndex(deps: { database: Database; vault: Vault }): PhoneIndex {
  let loading: Promise<Buffer> | null = null;

  function indexKey(): Promise<Buffer> {
    loading ??= loadOrMakeKey(deps).catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  }

  return {
    async hash(phone) {
      return createHmac('sha256', await indexKey())
        .update(phone, 'utf8')
        .digest();
    },
  };
}

async function loadOrMakeKey({
  database,
  vault,
}: {
  database: Database;
  vault: Vault;
}): Promise<Buffer> {
  const found = await readWrapped(database);
  if (found !== null) return unwrap(found, vault);
  const fresh = vault.encrypt(randomBytes(32).toString('base64'), phoneIndexKeyPlace);
  await database.query(
    'insert into wrapped_keys (name, key_cipher) values ($1, $2) on conflict (name) do nothing',
    [phoneIndexKeyName, fresh],
  );
  // Another process may have been first: what is stored counts.
  const stored = await readWrapped(database);
  if (stored === null) throw new Error('The phone index key was not stored.');
  return unwrap(stored, vault);
}

async function readWrapped(database: Database): Promise<Buffer | null> {
  const rows = await database.query<{ key_cipher: Buffer }>(
    'select key_cipher from wrapped_keys where name = $1',
    [phoneIndexKeyName],
  );
  return rows[0]?.key_cipher ?? null;
}

function unwrap(wrapped: Buffer, vault: Vault): Buffer {
  return Buffer.from(vault.decrypt(wrapped, phoneIndexKeyPlace), 'base64');
}
