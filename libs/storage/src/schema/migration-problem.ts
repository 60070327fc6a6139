import { migrations } from '@yuexin/migrations';
import type { RunQuery } from '../database/run-query.ts';
import { readFunctions } from './read-functions.ts';

export const migrationsTable = 'schema_migrations';

/**
 * Null when every migration and function of this version is in the database, else one sentence.
 * A database that is ahead (a newer version migrated it) is no problem as long as ours are there.
 */
export async function migrationProblem(query: RunQuery): Promise<string | null> {
  const missing = await countPending(query);
  if (missing === migrations.length)
    return 'The database is not migrated yet: run `npm run migrate`.';
  if (missing > 0) {
    return `The database is behind by ${missing} migration(s): run \`npm run migrate\`.`;
  }
  const differing = await findDifferingFunctions(query);
  if (differing.length === 0) return null;
  return `The database has other versions of ${differing.join(', ')}: run \`npm run migrate\`.`;
}

/** How many of this version's migrations the database lacks. */
export async function countPending(query: RunQuery): Promise<number> {
  const tables = await query<{ found: string | null }>('select to_regclass($1)::text as found', [
    `public.${migrationsTable}`,
  ]);
  if (tables[0]?.found == null) return migrations.length;
  const rows = await query<{ name: string }>(`select name from ${migrationsTable}`);
  const executed = new Set(rows.map((row) => row.name));
  return migrations.filter((Migration) => !executed.has(new Migration().name)).length;
}

async function findDifferingFunctions(query: RunQuery): Promise<string[]> {
  const installed = await query<{ file_name: string; checksum: string }>(
    'select file_name, checksum from installed_functions',
  );
  const checksums = new Map(installed.map((row) => [row.file_name, row.checksum]));
  const files = await readFunctions();
  return files
    .filter((file) => checksums.get(file.fileName) !== file.checksum)
    .map((file) => file.fileName);
}
