import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../database/open-database.ts';

/** Somebody whom an OpenID provider knows, and what they may do here. */
export type SessionOperator = {
  /** Who: a name to read, with the provider's own for them. */
  name: string;
  /** Of (issuer, subject): the same at each sign-in. */
  callerId: string;
  scopes: string[];
};

/** Whose session it is: an API key's, of one that is configured and has no row, or an operator's without a key. */
export type ConsoleSessionRow = {
  id: string;
  operator: SessionOperator | null;
  /** Null: of the bootstrap key, proven by `keyProof`. */
  key: {
    id: string;
    name: string;
    callerId: string;
    scopes: string[];
    appIds: string[] | null;
  } | null;
  keyProof: Buffer | null;
  /** At the latest; the end of its key when that is sooner. */
  endsAt: Date;
};

export type ConsoleSessionRepository = {
  /** The cookie's text is returned here and never again; only its SHA-256 is stored. */
  create(input: {
    owner:
      { keyId: string } | { proofOf: (token: string) => Buffer } | { operator: SessionOperator };
    lifeSeconds: number;
  }): Promise<{ id: string; token: string }>;
  /** Null for one that is unknown, has ended, was not used for `idleSeconds`, or whose key has ended. Counts as a use if `isUse`. */
  findByToken(
    token: string,
    of: { idleSeconds: number; isUse: boolean },
  ): Promise<ConsoleSessionRow | null>;
  /** Which of these `findByToken` would still find; counts as no use. */
  findLive(ids: readonly string[], idleSeconds: number): Promise<string[]>;
  /** May be repeated. */
  end(id: string): Promise<void>;
};

/** Who is signed in to the console. */
export function createConsoleSessionRepository({
  database,
}: {
  database: Database;
}): ConsoleSessionRepository {
  return {
    async create({ owner, lifeSeconds }) {
      const id = uuidv7();
      const token = randomBytes(32).toString('base64url');
      const keyId = 'keyId' in owner ? owner.keyId : null;
      const proof = 'proofOf' in owner ? owner.proofOf(token) : null;
      const operator = 'operator' in owner ? JSON.stringify(owner.operator) : null;
      const values = [id, hashOf(token), keyId, proof, lifeSeconds, operator];
      await database.query(createStatement, values);
      return { id, token };
    },
    async findByToken(token, { idleSeconds, isUse }) {
      const values = [hashOf(token), idleSeconds, isUse];
      const [row] = await database.query<StoredSession>(findAndTouch, values);
      return row === undefined ? null : toSession(row);
    },
    async findLive(ids, idleSeconds) {
      const rows = await database.query<{ id: string }>(findLive, [ids, idleSeconds]);
      return rows.map((row) => row.id);
    },
    async end(id) {
      await database.query('delete from console_sessions where id = $1', [id]);
    },
  };
}

type StoredSession = {
  id: string;
  keyId: string | null;
  name: string;
  callerId: string;
  scopes: string[];
  appIds: string[] | null;
  keyProof: Buffer | null;
  operator: SessionOperator | null;
  endsAt: Date;
};

function toSession(stored: StoredSession): ConsoleSessionRow {
  const { id, keyId, name, callerId, scopes, appIds, keyProof, operator, endsAt } = stored;
  const key = keyId === null ? null : { id: keyId, name, callerId, scopes, appIds };
  return { id, key, keyProof, operator, endsAt };
}

/** Sign-ins are rare: each clears away what has ended. */
const createStatement = `
  with ended as (
    delete from console_sessions where ends_at < now()
  )
  insert into console_sessions (id, token_hash, key_id, key_proof, ends_at, operator)
  values ($1, $2, $3, $4, now() + $5 * interval '1 second', $6)`;

const isLive = `
  s.ends_at > now() and s.seen_at > now() - $2 * interval '1 second'
  and (k.revoked_at is null or k.revoked_at > now())
  and (k.expires_at is null or k.expires_at > now())`;

/** seen_at is written at most once a minute. */
const findAndTouch = {
  name: 'find-console-session',
  text: `
    with found as (
      select s.id, s.seen_at, s.key_id, s.key_proof, s.operator, k.name, k.caller_id, k.scopes, k.app_ids,
        least(s.ends_at, k.expires_at, k.revoked_at) as ends_at
      from console_sessions s left join api_keys k on k.id = s.key_id
      where s.token_hash = $1 and ${isLive}
    ), touched as (
      update console_sessions set seen_at = now()
      where $3 and id in (select id from found where seen_at < now() - interval '1 minute')
    )
    select id, key_id as "keyId", key_proof as "keyProof", operator, name, caller_id as "callerId", scopes,
      app_ids as "appIds", ends_at as "endsAt"
    from found`,
};

const findLive = {
  name: 'find-live-console-sessions',
  text: `
    select s.id from console_sessions s left join api_keys k on k.id = s.key_id
    where s.id = any ($1::uuid[]) and ${isLive}`,
};

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
