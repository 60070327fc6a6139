import type { ClientBase, Pool } from 'pg';
import { queueSchema } from './postgres-connection.ts';

/**
 * UNLOGGED on purpose: PostgreSQL empties such a table whenever it recovers from a crash, and a standby that takes
 * over has it empty. These are exactly the times when the queue may have forgotten jobs.
 */
const createTable = `create unlogged table if not exists ${queueSchema}.yuexin_marker (
  queue text primary key,
  set_at timestamptz not null default now()
)`;

export async function createMarkerTable(client: ClientBase): Promise<void> {
  await client.query(createTable);
}

export async function hasMarkerTable(pool: Pool): Promise<boolean> {
  const found = await pool.query<{ isThere: boolean }>(
    `select to_regclass('${queueSchema}.yuexin_marker') is not null as "isThere"`,
  );
  return found.rows[0]?.isThere ?? false;
}

export async function hasPostgresMarker(pool: Pool, queue: string): Promise<boolean> {
  const found = await pool.query('select 1 from yuexin_marker where queue = $1', [queue]);
  return found.rows.length > 0;
}

export async function setPostgresMarker(pool: Pool, queue: string): Promise<void> {
  await pool.query(
    `insert into yuexin_marker (queue) values ($1)
     on conflict (queue) do update set set_at = now()`,
    [queue],
  );
}
