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

/** BullMQ allows no colon in the name of a queue. */
const noteOf = (queue: string) => `${queue}:note`;

export async function hasPostgresMarker(pool: Pool, queue: string): Promise<boolean> {
  const found = await pool.query('select 1 from yuexin_marker where queue = $1', [queue]);
  if (found.rows.length > 0) return true;
  const note = [noteOf(queue)];
  await pool.query('insert into yuexin_marker (queue) values ($1) on conflict do nothing', note);
  return false;
}

export async function setPostgresMarker(
  pool: Pool,
  queue: string,
  isNoteNeeded: boolean,
): Promise<void> {
  await pool.query(
    `insert into yuexin_marker (queue)
     select $1 where not $3::boolean or exists (select 1 from yuexin_marker where queue = $2)
     on conflict (queue) do update set set_at = now()`,
    [queue, noteOf(queue), isNoteNeeded],
  );
  await pool.query('delete from yuexin_marker where queue = $1', [noteOf(queue)]);
}
