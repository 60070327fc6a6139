import type { Database } from '../database/database.ts';
import { sealedTables, type SealedTable } from './sealed-tables.ts';

/** Ciphertexts of a table by the key that made them, as its id in hex. */
export type SealedCount = { table: SealedTable['table']; keyId: string; count: number };

/** Reads each table once, the pushes and users of years included: for a command, not for a request. */
export async function countSealed(database: Database): Promise<SealedCount[]> {
  const counts: SealedCount[] = [];
  for (const { table, columns } of sealedTables) {
    const each = columns.map(({ name }) => `select ${name} as cipher from ${table}`);
    const rows = await database.query<{ keyId: string; count: string }>(
      `select encode(substring(cipher from 2 for 8), 'hex') as "keyId", count(*) as count
       from (${each.join(' union all ')}) sealed
       where cipher is not null
       group by 1 order by 1`,
    );
    counts.push(...rows.map(({ keyId, count }) => ({ table, keyId, count: Number(count) })));
  }
  return counts;
}
