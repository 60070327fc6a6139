import { normaliseError } from '@yuexin/errors';
import { createVault, type Vault } from '../crypto/vault.ts';
import type { Database } from '../database/database.ts';
import { openDatabase } from '../database/open-database.ts';
import type { StorageLogger } from '../database/storage-logger.ts';
import { sealedTables, type SealedTable } from '../rotation/sealed-tables.ts';

/** Whether MASTER_KEY belongs to what is stored. */
export type SecretsFacts = {
  opened: number;
  /** Of those opened: under a key that is not the first of the list. */
  underOlderKey: number;
  /** What could not be opened, each reason once; no secrets in it. */
  failures: { why: string; count: number }[];
};

/** Rows looked at from each end of a table: apps, tokens and endpoints are few; of users and pushes the first and the last tell. */
const rowsFromEachEnd = 100;

/** Opens secrets under the keys given and forgets them. Changes nothing. Throws `unavailable` when the database does not serve. */
export async function inspectSecrets(options: {
  databaseUrl: string;
  masterKeys: readonly Buffer[];
  logger: StorageLogger;
}): Promise<SecretsFacts> {
  const database = openDatabase({
    ...{ ...options, poolMax: 1, applicationName: 'yuexin-doctor' },
    // Which goes through everything that may stand between, whatever DATABASE_POOLER says of it.
    pooler: 'transaction',
  });
  const vault = createVault(options.masterKeys);
  try {
    const facts: SecretsFacts = { opened: 0, underOlderKey: 0, failures: [] };
    for (const sealed of sealedTables) await openTable({ database, vault, facts }, sealed);
    return facts;
  } finally {
    await database.close();
  }
}

type Row = { owner: string } & Record<string, unknown>;

type Looking = { database: Database; vault: Vault; facts: SecretsFacts };

async function openTable(looking: Looking, sealed: SealedTable): Promise<void> {
  const { table, key, among = 'true', owner, columns } = sealed;
  const names = columns.map(({ name }) => name).join(', ');
  const end = (order: 'asc' | 'desc') =>
    `(select ${owner} as owner, ${names} from ${table} where ${among} order by ${key} ${order} limit ${rowsFromEachEnd})`;
  const rows = await looking.database.query<Row>(`${end('asc')} union ${end('desc')}`);
  for (const row of rows) openRow(looking, sealed, row);
}

function openRow({ vault, facts }: Looking, { table, columns }: SealedTable, row: Row): void {
  for (const { name, sealedAs } of columns) {
    const cipher = row[name];
    if (!Buffer.isBuffer(cipher)) continue;
    try {
      vault.decrypt(cipher, { table, column: sealedAs, owner: row.owner });
      facts.opened += 1;
      if (!vault.isCurrent(cipher)) facts.underOlderKey += 1;
    } catch (error) {
      noteFailure(facts, normaliseError(error).message);
    }
  }
}

function noteFailure(facts: SecretsFacts, why: string): void {
  const known = facts.failures.find((failure) => failure.why === why);
  if (known === undefined) facts.failures.push({ why, count: 1 });
  else known.count += 1;
}
