import { keyIdOf, type Vault } from '../crypto/vault.ts';
import type { OpenDatabase } from '../database/database.ts';
import type { SealedTable } from './sealed-tables.ts';

type Deps = { database: OpenDatabase; vault: Vault; newestKey: Buffer };
type SealedRow = { key: string; owner: string } & Record<string, unknown>;

/** Rows looked at between two commits, and rows re-encrypted in one. */
const windowSize = 5_000;
const batchSize = 200;

/**
 * Walks one table by its key and encrypts anew what is under an older key. A row that somebody has locked is left for the next
 * pass: nothing is ever waited for here, so that no request waits for long and nothing can deadlock. Resolves to the rows changed.
 */
export async function resealTable(
  deps: Deps,
  sealed: SealedTable,
  leaving: AbortSignal,
): Promise<number> {
  let changed = 0;
  for (let from: string | null = null; !leaving.aborted;) {
    const to = await findWindowEnd(deps.database, sealed, from);
    if (to === null) break;
    changed += await resealWindow(deps, sealed, { from, to }, leaving);
    from = to;
  }
  return changed;
}

async function resealWindow(
  deps: Deps,
  sealed: SealedTable,
  window: { from: string | null; to: string },
  leaving: AbortSignal,
): Promise<number> {
  let changed = 0;
  for (;;) {
    const batch = await resealBatch(deps, sealed, window);
    changed += batch;
    if (batch === 0 || leaving.aborted) return changed;
  }
}

async function findWindowEnd(
  database: OpenDatabase,
  { table, key, among = 'true' }: SealedTable,
  from: string | null,
): Promise<string | null> {
  const [row] = await database.query<{ key: string }>(
    `select key::text as key from (
       select ${key} as key from ${table} where ${among} and ${from === null ? 'true' : `${key} > $1`}
       order by ${key} limit ${windowSize}
     ) walked order by walked.key desc limit 1`,
    from === null ? [] : [from],
  );
  return row?.key ?? null;
}

async function resealBatch(
  { database, vault, newestKey }: Deps,
  { table, key, among = 'true', owner, columns }: SealedTable,
  { from, to }: { from: string | null; to: string },
): Promise<number> {
  const isOld = ({ name }: { name: string }) =>
    `(${name} is not null and substring(${name} from 2 for 8) <> $1)`;
  return database.transaction(async (query) => {
    const rows = await query<SealedRow>(
      `select ${key}::text as key, ${owner} as owner, ${columns.map(({ name }) => name).join(', ')}
       from ${table}
       where ${among} and ${key} <= $2 and ${from === null ? 'true' : `${key} > $3`}
         and (${columns.map(isOld).join(' or ')})
       order by ${key} limit ${batchSize} for no key update skip locked`,
      [keyIdOf(newestKey), to, ...(from === null ? [] : [from])],
    );
    if (rows.length === 0) return 0;
    const reseal = (row: SealedRow, name: string, column: string): Buffer | null => {
      const cipher = row[name] as Buffer | null;
      if (cipher === null || vault.isCurrent(cipher)) return cipher;
      const place = { table, column, owner: row.owner };
      return vault.encrypt(vault.decrypt(cipher, place), place);
    };
    const values = columns.map(({ name, sealedAs }) =>
      rows.map((row) => reseal(row, name, sealedAs)),
    );
    const names = columns.map(({ name }) => name);
    await query(
      `update ${table} set ${names.map((name) => `${name} = fresh.new_${name}`).join(', ')}
       from unnest($1::text[], ${names.map((_, at) => `$${at + 2}::bytea[]`).join(', ')})
         as fresh(new_key, ${names.map((name) => `new_${name}`).join(', ')})
       where ${among} and ${key}::text = fresh.new_key and ${key} = any($1::text[]::${typeOf(key)}[])`,
      [rows.map((row) => row.key), ...values],
    );
    return rows.length;
  });
}

const typeOf = (key: string): string => (key === 'id' ? 'uuid' : 'text');
