import type { ClientBase } from 'pg';

export type ServerRow = {
  version: string;
  /** Such as 160004 for 16.4. */
  versionNumber: number;
  encoding: string;
  isStandby: boolean;
  /** Connections that may be open at once, those kept for superusers not counted. */
  connectionsMax: number;
  connectionsOpen: number;
  /** Api and worker processes that beat within ten seconds; null before the migration. */
  processesAlive: number | null;
  isDurable: boolean;
  statementLimitMs: number;
  lockLimitMs: number;
  idleInTransactionLimitMs: number;
  databaseBytes: number;
  /** Where its files lie, if this user may know. */
  dataDirectory: string | null;
  /** Bytes of log that replication slots without a reader keep from being removed. */
  walHeldBytes: number;
  /** Since when archiving the log has failed; null: it works, or there is none. */
  archiveFailedAt: Date | null;
};

/** One connection's view of its server. Throws what the driver throws. */
export async function readServer(client: ClientBase): Promise<ServerRow> {
  const { rows } = await client.query<ServerRow>(readStatement);
  const [row] = rows;
  if (row === undefined) throw new Error('PostgreSQL said nothing of itself.');
  return { ...row, processesAlive: await countAlive(client) };
}

const readStatement = `
  select split_part(current_setting('server_version'), ' ', 1) as version,
    current_setting('server_version_num')::integer as "versionNumber",
    current_setting('server_encoding') as encoding,
    pg_is_in_recovery() as "isStandby",
    current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer
      - coalesce(current_setting('reserved_connections', true), '0')::integer as "connectionsMax",
    (select count(*)::integer from pg_stat_activity where backend_type = 'client backend') as "connectionsOpen",
    current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on'
      and current_setting('synchronous_commit') <> 'off' as "isDurable",
    (select setting::integer from pg_settings where name = 'statement_timeout') as "statementLimitMs",
    (select setting::integer from pg_settings where name = 'lock_timeout') as "lockLimitMs",
    (select setting::integer from pg_settings where name = 'idle_in_transaction_session_timeout')
      as "idleInTransactionLimitMs",
    pg_database_size(current_database())::float8 as "databaseBytes",
    (select setting from pg_settings where name = 'data_directory') as "dataDirectory",
    case when pg_is_in_recovery() then 0 else coalesce((
      select max(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)) from pg_replication_slots where not active
    ), 0)::float8 end as "walHeldBytes",
    (select last_failed_time from pg_stat_archiver
     where current_setting('archive_mode') <> 'off'
       and last_failed_time > coalesce(last_archived_time, '-infinity')) as "archiveFailedAt"`;

async function countAlive(client: ClientBase): Promise<number | null> {
  const { rows: found } = await client.query<{ isThere: boolean }>(
    `select to_regclass('public.heartbeats') is not null as "isThere"`,
  );
  if (found[0]?.isThere !== true) return null;
  const { rows } = await client.query<{ alive: number }>(
    `select count(distinct process_id)::integer as alive from heartbeats
     where role in ('api', 'worker') and beat_at > clock_timestamp() - interval '10 seconds'`,
  );
  return rows[0]?.alive ?? 0;
}
