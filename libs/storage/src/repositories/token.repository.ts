import type { Vault } from '../crypto/vault.ts';
import type { Database } from '../database/open-database.ts';
import type { RunQuery } from '../database/run-query.ts';
import { asUnknownApp } from './as-unknown-app.ts';

export type StoredToken = {
  accessToken: string;
  generation: number;
  expiresAt: Date;
  refreshedAt: Date;
};

/** `used-up`: no more forced refreshes until `until`, midnight in Shanghai. */
export type ForcedLease =
  { kind: 'taken'; leaseId: string } | { kind: 'held' } | { kind: 'used-up'; until: Date };

/** A token as stored for all processes; structurally wechat-client's TokenStore. */
export type TokenRepository = {
  read(appId: string): Promise<StoredToken | null>;
  /**
   * The lease's id for exactly one caller: the stored generation is still this one (0 without a token), no
   * other lease is alive and, when given, nobody refreshed since `notBefore`. Ends by itself after 15 s.
   * Throws not-found for an unknown app.
   */
  takeRefreshLease(input: {
    appId: string;
    generation: number;
    notBefore?: Date;
  }): Promise<string | null>;
  /**
   * The same for a forced refresh. It counts whatever becomes of it: at most `perDay` in a day of Asia/Shanghai, none
   * when another was begun since `notBefore`.
   */
  takeForcedLease(input: {
    appId: string;
    generation: number;
    notBefore: Date;
    perDay: number;
  }): Promise<ForcedLease>;
  /**
   * Ends the lease. The same string again: a longer expiry; another one: the next generation. Null, and nothing is
   * written, when this lease is no longer the one in force.
   */
  save(input: {
    appId: string;
    accessToken: string;
    expiresAt: Date;
    leaseId: string;
  }): Promise<StoredToken | null>;
  /** Ends this lease; one that another took since stays. */
  releaseLease(input: { appId: string; leaseId: string }): Promise<void>;
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
      const [lease] = await database.query<Lease>(leaseStatement, values);
      return lease?.leaseId ?? null;
    },
    async takeForcedLease({ appId, generation, notBefore, perDay }) {
      await makeRow(database.query, appId);
      const values = [appId, generation, notBefore, perDay];
      const [lease] = await database.query<Lease>(forcedLeaseStatement, values);
      if (lease !== undefined) return { kind: 'taken', leaseId: lease.leaseId };
      const [spent] = await database.query<{ until: Date }>(usedUpStatement, [appId, perDay]);
      return spent === undefined ? { kind: 'held' } : { kind: 'used-up', until: spent.until };
    },
    save: ({ appId, accessToken, expiresAt, leaseId }) =>
      database.transaction(async (query) => {
        const [before] = await query<TokenRecord>(heldStatement, [appId, leaseId]);
        if (before === undefined) return null;
        const isSame = show(appId, before)?.accessToken === accessToken;
        const generation = before.generation + (isSame ? 0 : 1);
        const cipher = vault.encrypt(accessToken, placeOf(appId));
        const [after] = await query<TokenRecord>(saveStatement, [
          ...[appId, cipher, generation, expiresAt],
        ]);
        return show(appId, after);
      }),
    async releaseLease({ appId, leaseId }) {
      await database.query(`update app_tokens set refreshing_until = null where ${isHeld}`, [
        appId,
        leaseId,
      ]);
    },
  };
}

type Lease = { leaseId: string };

const columns =
  'token_cipher as cipher, generation, expires_at as "expiresAt", refreshed_at as "refreshedAt"';

const readStatement = {
  name: 'read-token',
  text: `select ${columns} from app_tokens where app_id = $1`,
};

/**
 * A lease's own end is its id: the next one is given when this one is over or gone, and so ends later, to the microsecond.
 * Whoever waited for the winner's row sees its lease: the condition is checked again.
 */
const lend = `refreshing_until = clock_timestamp() + interval '15 s'`;
const isFree = `
  app_id = $1 and generation = $2
    and (refreshing_until is null or refreshing_until <= clock_timestamp())
    and ($3::timestamptz is null or refreshed_at is null or refreshed_at <= $3)`;
const leaseId = `refreshing_until::text as "leaseId"`;
const isHeld = 'app_id = $1 and refreshing_until = $2::timestamptz';

const leaseStatement = `update app_tokens set ${lend} where ${isFree} returning ${leaseId}`;

const today = `(clock_timestamp() at time zone 'Asia/Shanghai')::date`;

const forcedLeaseStatement = `
  update app_tokens
  set ${lend}, forced_on = ${today}, forced_at = clock_timestamp(),
    forced_count = case when forced_on = ${today} then forced_count + 1 else 1 end
  where ${isFree}
    and (forced_at is null or forced_at <= $3)
    and (forced_on is distinct from ${today} or forced_count < $4)
  returning ${leaseId}`;

const usedUpStatement = `
  select (forced_on + 1)::timestamp at time zone 'Asia/Shanghai' as until
  from app_tokens
  where app_id = $1 and forced_on = ${today} and forced_count >= $2`;

const heldStatement = `select ${columns} from app_tokens where ${isHeld} for update`;

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
