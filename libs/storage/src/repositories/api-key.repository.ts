import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../database/open-database.ts';
import { ApiKeyEntity } from '../entities/api-key.entity.ts';

export type ApiKeyRow = {
  id: string;
  callerId: string;
  name: string;
  scopes: string[];
  appIds: string[] | null;
  /** Addresses and ranges it may be used from; null: any. */
  allowedAddresses: string[] | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  createdAt: Date;
};

export type ApiKeyRepository = {
  /** The key itself is returned here and never again; only its SHA-256 is stored. Without callerId, a new caller. */
  create(input: {
    name: string;
    scopes: string[];
    appIds: string[] | null;
    allowedAddresses?: string[] | null;
    expiresAt: Date | null;
    callerId?: string;
  }): Promise<{ row: ApiKeyRow; key: string }>;
  /** Null for unknown, revoked and expired keys. Cached by the caller at most a few seconds. */
  findByKey(key: string): Promise<ApiKeyRow | null>;
  /** Newest first. */
  list(): Promise<ApiKeyRow[]>;
  find(id: string): Promise<ApiKeyRow | null>;
  /** From `at` on, which may lie ahead (rotation with overlap). An earlier revocation stays. */
  revoke(id: string, at: Date): Promise<ApiKeyRow | null>;
  /** Whether every key of this caller has ended; false for one that never had any. */
  hasCallerEnded(callerId: string): Promise<boolean>;
};

/** Keys of callers and operators. */
export function createApiKeyRepository({ database }: { database: Database }): ApiKeyRepository {
  function find(id: string): Promise<ApiKeyRow | null> {
    return database.entities((manager) => manager.findOneBy(ApiKeyEntity, { id }));
  }

  return {
    find,
    async create({ callerId, allowedAddresses = null, ...input }) {
      const id = uuidv7();
      const key = `yx_${randomBytes(32).toString('base64url')}`;
      const own = { id, callerId: callerId ?? uuidv7(), keyHash: hashOf(key) };
      const record = { ...input, ...own, allowedAddresses };
      await database.entities((manager) => manager.insert(ApiKeyEntity, record));
      const row = await find(id);
      if (row === null) throw new Error('The key just written is gone.');
      return { row, key };
    },
    async findByKey(key) {
      const rows = await database.query<ApiKeyRow>(findAndTouch, [hashOf(key)]);
      return rows[0] ?? null;
    },
    list: () =>
      database.entities((manager) => manager.find(ApiKeyEntity, { order: { id: 'DESC' } })),
    async revoke(id, at) {
      await database.query(
        'update api_keys set revoked_at = least(revoked_at, $2::timestamptz) where id = $1',
        [id, at],
      );
      return find(id);
    },
    async hasCallerEnded(callerId) {
      const [row] = await database.query<{ hasEnded: boolean }>(
        'select has_caller_ended($1) as "hasEnded"',
        [callerId],
      );
      return row?.hasEnded === true;
    },
  };
}

/** last_used_at is written at most once a minute. */
const findAndTouch = {
  name: 'find-api-key',
  text: `
    with found as (
      select * from api_keys
      where key_hash = $1
        and (revoked_at is null or revoked_at > now())
        and (expires_at is null or expires_at > now())
    ), touched as (
      update api_keys set last_used_at = now()
      where id in (
        select id from found
        where last_used_at is null or last_used_at < now() - interval '1 minute'
      )
    )
    select id, caller_id as "callerId", name, scopes, app_ids as "appIds",
      allowed_addresses as "allowedAddresses",
      expires_at as "expiresAt", revoked_at as "revokedAt",
      last_used_at as "lastUsedAt", created_at as "createdAt"
    from found`,
};

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key, 'utf8').digest();
}
