import type pg from 'pg';
import { describeDatabase } from '../database/describe-database.ts';
import { withRawProbe } from './with-probe.ts';

/** PgBouncer's settings and state, as its console tells those whom `stats_users` or `admin_users` name. */
export type PoolerConsole = {
  version: string;
  /** session, transaction or statement, for this database. */
  mode: string;
  /** Connections to PostgreSQL that it lends for this database, reserve included. */
  poolSize: number;
  /** Connections that it takes from all processes together. */
  clientsMax: number;
  clientsWaiting: number;
  /** How long the one has waited that waits longest. */
  longestWaitMs: number;
  /** Named statements that it keeps; 0: none, or a version that cannot. */
  statementsMax: number;
};

type Row = Record<string, string | number | null>;

/** Null where there is no PgBouncer, or where it does not let this user look. */
export async function readPoolerConsole(databaseUrl: string): Promise<PoolerConsole | null> {
  const url = new URL(databaseUrl);
  url.pathname = '/pgbouncer';
  const { name } = describeDatabase(databaseUrl);
  try {
    return await withRawProbe({ databaseUrl: url.toString() }, (client) => read(client, name));
  } catch {
    // Not PgBouncer, or not for us: both are an answer.
    return null;
  }
}

async function read(client: pg.Client, database: string): Promise<PoolerConsole | null> {
  // The console speaks the simple protocol only, in which the driver sends a text without values.
  const show = async (what: string): Promise<Row[]> =>
    (await client.query<Row>(`show ${what}`)).rows;
  const config = new Map(
    (await show('config')).map((row) => [row.key, String(row.value)] as const),
  );
  const own = (await show('databases')).find((row) => row.name === database);
  const pools = (await show('pools')).filter((row) => row.database === database);
  const [version] = await show('version');
  const number = (text: unknown): number => Number(text ?? 0);
  const set = (name: string): number => number(config.get(name));
  return {
    version: Object.values(version ?? {}).join(' '),
    mode: String(own?.pool_mode ?? config.get('pool_mode') ?? 'session'),
    poolSize: number(own?.pool_size ?? set('default_pool_size')) + set('reserve_pool_size'),
    clientsMax: set('max_client_conn'),
    clientsWaiting: pools.reduce((sum, row) => sum + number(row.cl_waiting), 0),
    longestWaitMs: Math.max(
      0,
      ...pools.map((row) => number(row.maxwait) * 1000 + number(row.maxwait_us) / 1000),
    ),
    statementsMax: set('max_prepared_statements'),
  };
}
