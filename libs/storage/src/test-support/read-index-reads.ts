import type { RunQuery } from '../database/run-query.ts';

/**
 * Entries read so far, by index, and rows by table for reads without one (`pushes`). The statements counted must have run on the same
 * connection: what it has not told the server yet is told now.
 */
export async function readIndexReads(query: RunQuery): Promise<Map<string, number>> {
  await query('select pg_stat_force_next_flush()');
  const rows = await query<{ name: string; reads: string }>(
    `select indexrelname as name, idx_tup_read as reads from pg_stat_user_indexes
     union all select relname, seq_tup_read from pg_stat_user_tables`,
  );
  return new Map(rows.map(({ name, reads }) => [name, Number(reads)]));
}
