import type { CallbackType } from '@yuexin/domain';
import { v7 as uuidv7 } from 'uuid';
import type { Vault } from '../crypto/vault.ts';
import type { Database } from '../database/open-database.ts';
import {
  endpointColumns,
  newSecret,
  secretPlace,
  type WebhookEndpointRow,
} from './webhook-endpoint-row.ts';

export type WebhookEndpointRepository = {
  /** The secret is returned here and never again. Null: the caller has `most` endpoints already. */
  create(input: {
    callerId: string;
    url: string;
    events: readonly CallbackType[];
    appIds: readonly string[] | null;
    most: number;
  }): Promise<{ row: WebhookEndpointRow; secret: string } | null>;
  /** Null for an unknown one and for one that was deleted. */
  find(id: string): Promise<WebhookEndpointRow | null>;
  /** Newest first; of one caller, or of all. */
  list(input: { callerId: string | null }): Promise<WebhookEndpointRow[]>;
  update(
    id: string,
    change: { url?: string; events?: readonly CallbackType[]; appIds?: readonly string[] | null },
  ): Promise<WebhookEndpointRow | null>;
  /** By a person. One that takes callbacks again begins without the failures of before. */
  setState(
    id: string,
    state: { enabled: true } | { enabled: false; reason: string },
  ): Promise<WebhookEndpointRow | null>;
  /**
   * A new secret, returned here and never again; the present one signs as well for `overlapSeconds`. While the one before the present
   * still signs, `endAtOnce` says which of the two ends now; without it nothing is changed. Null for that, and for an unknown endpoint.
   */
  rotateSecret(input: {
    id: string;
    overlapSeconds: number;
    endAtOnce: 'present' | 'previous' | null;
  }): Promise<{ row: WebhookEndpointRow; secret: string } | null>;
  /**
   * What failed or was skipped since then is told again, by and by, and what waits for its next try is told without waiting. Of two
   * recoveries the earlier instant counts.
   */
  recover(id: string, since: Date): Promise<WebhookEndpointRow | null>;
  /** It is told nothing more, and its secrets are gone. Its callbacks stay as long as others. */
  remove(id: string): Promise<void>;
};

type Deps = { database: Database; vault: Vault };

/** Where callers want to be told. */
export function createWebhookEndpointRepository({
  database,
  vault,
}: Deps): WebhookEndpointRepository {
  const one = async (
    statement: string,
    values: readonly unknown[],
  ): Promise<WebhookEndpointRow | null> =>
    (await database.query<WebhookEndpointRow>(statement, values))[0] ?? null;
  const seal = (id: string, secret: string) => vault.encrypt(secret, secretPlace(id));

  return {
    async create({ callerId, url, events, appIds, most }) {
      const id = uuidv7();
      const secret = newSecret();
      // Two at once may not both be the last: callers are counted one after the other.
      await database.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [callerId]);
      const row = await one(createStatement, [
        ...[id, callerId, url, events, appIds, seal(id, secret), most],
      ]);
      return row === null ? null : { row, secret };
    },
    find: (id) =>
      one(`select ${endpointColumns} from webhook_endpoints where id = $1 and state <> 'deleted'`, [
        id,
      ]),
    list: ({ callerId }) =>
      database.query<WebhookEndpointRow>(
        `select ${endpointColumns} from webhook_endpoints
         where state <> 'deleted' and ($1::uuid is null or caller_id = $1) order by id desc`,
        [callerId],
      ),
    update: (id, { url = null, events = null, appIds }) =>
      one(updateStatement, [id, url, events, appIds !== undefined, appIds ?? null]),
    setState: (id, state) =>
      state.enabled
        ? one(enableStatement, [id])
        : one(disableStatement, [id, { code: 'by-request', message: state.reason }]),
    async rotateSecret({ id, overlapSeconds, endAtOnce }) {
      const secret = newSecret();
      const row = await one(rotateStatement, [id, seal(id, secret), overlapSeconds, endAtOnce]);
      return row === null ? null : { row, secret };
    },
    recover: (id, since) => one(recoverStatement, [id, since]),
    async remove(id) {
      await database.query(removeStatement, [id]);
    },
  };
}

const createStatement = `
  insert into webhook_endpoints (id, caller_id, url, events, app_ids, secret_cipher)
  select $1, $2, $3, $4, $5, $6
  where (select count(*) from webhook_endpoints where caller_id = $2 and state <> 'deleted') < $7
  returning ${endpointColumns}`;

const updateStatement = `
  update webhook_endpoints
  set url = coalesce($2, url), events = coalesce($3::text[], events),
    app_ids = case when $4 then $5::text[] else app_ids end,
    failures = case when $2 <> url then 0 else failures end,
    failing_since = case when $2 <> url then null else failing_since end,
    blocked_until = case when $2 <> url then null else blocked_until end,
    updated_at = clock_timestamp()
  where id = $1 and state <> 'deleted'
  returning ${endpointColumns}`;

const enableStatement = `
  update webhook_endpoints
  set state = 'enabled', disabled_reason = null, disabled_at = null, failures = 0, failing_since = null,
    blocked_until = null, updated_at = clock_timestamp()
  where id = $1 and state <> 'deleted'
  returning ${endpointColumns}`;

const disableStatement = `
  update webhook_endpoints
  set state = 'disabled', disabled_reason = $2, disabled_at = clock_timestamp(), updated_at = clock_timestamp()
  where id = $1 and state <> 'deleted'
  returning ${endpointColumns}`;

const rotateStatement = `
  update webhook_endpoints
  set previous_secret_cipher = case when $4::text = 'present' and previous_secret_until > clock_timestamp()
      then previous_secret_cipher else secret_cipher end,
    previous_secret_until = clock_timestamp() + $3 * interval '1 second',
    secret_cipher = $2, updated_at = clock_timestamp()
  where id = $1 and state <> 'deleted'
    and ($4::text is not null or previous_secret_until is null or previous_secret_until <= clock_timestamp())
  returning ${endpointColumns}`;

const recoverStatement = `
  update webhook_endpoints
  set recover_since = least(recover_since, $2::timestamptz), recover_cursor = null, blocked_until = null,
    updated_at = clock_timestamp()
  where id = $1 and state <> 'deleted'
  returning ${endpointColumns}`;

const removeStatement = `
  update webhook_endpoints
  set state = 'deleted', secret_cipher = null, previous_secret_cipher = null, previous_secret_until = null,
    recover_since = null, updated_at = clock_timestamp()
  where id = $1 and state <> 'deleted'`;
