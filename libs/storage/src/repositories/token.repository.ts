import { AppError } from '@yuexin/errors';
import type { Vault } from '../crypto/vault.ts';
import type { Database, RunQuery } from '../database/open-database.ts';
import { asUnknownApp } from './as-unknown-app.ts';

export type StoredToken = {
  accessToken: string;
  generation: number;
  expiresAt: Date;
  refreshedAt: Date;
};

/** A token as stored for all processes; structurally wechat-client's TokenStore. */
export type TokenRepository = {
  read(appId: string): Promise<StoredToken | null>;
  /**
   * True for exactly one caller: the stored generation is still this one (0 without a token), no
   * other lease is alive and, when given, nobody refreshed since `notBefore`. Ends by itself after 15 s.
   * Throws not-found for an unknown app.
   */
  takeRefreshLease(input: {
    appId: string;
    generation: number;
    notBefore?: Date;
  }): Promise<boolean>;
  /**
   * Ends the lease. The same string again: a longer expiry; another one: the next generation. When
   * somebody else stored a newer generation meanwhile, nothing is written and theirs is the answer.
   */
  save(input: {
    appId: string;
    accessToken: string;
    expiresAt: Date;
    basedOnGeneration: number;
  }): Promise<StoredToken>;
  releaseLease(appId: string): Promise<void>;
};

type TokenRecord = {
  cipher: Buffer | null;
  generation: number;
  expiresAt: Date | null;
  refreshedAt: Date | null;
};

type Deps = { database: Database; vault: Vault };

/** Access tokens, encrypted, with the lease that lets one process refresh (design 7). */
export function createTokenRepository({ database, vault }: Deps): TokenRepository {
  const show = (appId: string, record: TokenRecord | undefined): StoredToken | null => {
    if (record === undefined) return null;
    const { cipher, generation, expiresAt, refreshedAt } = record;
    if (cipher === null || expiresAt === null || refreshedAt === null) return null;
    return {
      accessToken: vault.decrypt(cipher, placeOf(appId)),
      generation,
      expiresAt,
      refreshedAt,
    };
  };

  return {
    async read(appId) {
      const rows = await database.query<TokenRecord>(readStatement, [appId]);
      return show(appId, rows[0]);
    },
    async takeRefreshLease({ appId, generation, notBefore }) {
      await makeRow(database.query, appId);
      const values = [appId, generation, notBefore ?? null];
      const won = await database.query(leaseStatement, values);
      return won.length === 1;
    },
    async save({ appId, accessToken, expiresAt, basedOnGeneration }) {
      await makeRow(database.query, appId);
      return database.transaction(async (query) => {
        const [before] = await query<TokenRecord>(`${readStatement.text} for update`, [appId]);
        const current = show(appId, before);
        if (current !== null && current.generation !== basedOnGeneration) return current;
        const isSame = current?.accessToken === accessToken;
        const generation = isSame ? basedOnGeneration : basedOnGeneration + 1;
        const cipher = vault.encrypt(accessToken, placeOf(appId));
        const [after] = await query<TokenRecord>(saveStatement, [
          ...[appId, cipher, generation, expiresAt],
        ]);
        return required(show(appId, after), appId);
      });
    },
    async releaseLease(appId) {
      await database.query('update app_tokens set refreshing_until = null where app_id = $1', [
        appId,
      ]);
    },
  };
}

const columns =
  'token_cipher as cipher, generation, expires_at as "expiresAt", refreshed_at as "refreshedAt"';

const readStatement = {
  name: 'read-token',
  text: `select ${columns} from app_tokens where app_id = $1`,
};

/** Whoever waited for the winner's row sees its lease: the condition is checked again. */
const leaseStatement = `
  update app_tokens set refreshing_until = clock_timestamp() + interval '15 s'
  where app_id = $1 and generation = $2
    and (refreshing_until is null or refreshing_until <= clock_timestamp())
    and ($3::timestamptz is null or refreshed_at is null or refreshed_at <= $3)
  returning app_id`;

/** In milliseconds, as a caller's Date has it: `notBefore` is this very instant when nobody refreshed since. */
const saveStatement = `
  update app_tokens
  set token_cipher = $2, generation = $3, expires_at = $4,
    refreshed_at = date_trunc('milliseconds', clock_timestamp()), refreshing_until = null
  where app_id = $1
  returning ${columns}`;

async function makeRow(query: RunQuery, appId: string): Promise<void> {
  await query('insert into app_tokens (app_id) values ($1) on conflict do nothing', [appId]).catch(
    (error: unknown) => {
      throw asUnknownApp(error, appId);
    },
  );
}

function placeOf(appId: string) {
  return { table: 'app_tokens', column: 'token_cipher', owner: appId } as const;
}

function required(token: StoredToken | null, appId: string): StoredToken {
  if (token !== null) return token;
  throw new AppError('not-found', { message: `There is no app ${appId}.` });
}
