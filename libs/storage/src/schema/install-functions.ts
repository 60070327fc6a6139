import type { RunQuery } from '../database/run-query.ts';
import { readFunctions } from './read-functions.ts';

type Installed = { file_name: string; checksum: string; function_names: string[] };

/**
 * Makes the database's functions those of sql/functions, in the caller's transaction. Changed and
 * removed files first lose every function they declared: `create or replace` alone would leave an
 * old signature beside the new one. Returns the names of the files installed or removed.
 */
export async function installFunctions(query: RunQuery): Promise<string[]> {
  const files = await readFunctions();
  const installed = await query<Installed>(
    'select file_name, checksum, function_names from installed_functions',
  );
  const checksums = new Map(installed.map((row) => [row.file_name, row.checksum]));
  const changed = files.filter((file) => checksums.get(file.fileName) !== file.checksum);
  const kept = new Set(files.map((file) => file.fileName));
  const changedNames = new Set(changed.map((file) => file.fileName));
  const outdated = installed.filter(
    (row) => !kept.has(row.file_name) || changedNames.has(row.file_name),
  );
  await dropFunctions(query, [
    ...outdated.flatMap((row) => row.function_names),
    ...changed.flatMap((file) => file.functionNames),
  ]);
  for (const file of changed) {
    await query(file.sql);
    await query(
      `insert into installed_functions (file_name, checksum, function_names) values ($1, $2, $3)
       on conflict (file_name) do update
       set checksum = excluded.checksum, function_names = excluded.function_names, installed_at = now()`,
      [file.fileName, file.checksum, file.functionNames],
    );
  }
  const removed = installed.filter((row) => !kept.has(row.file_name)).map((row) => row.file_name);
  await query('delete from installed_functions where file_name = any($1)', [removed]);
  return [...changedNames, ...removed];
}

async function dropFunctions(query: RunQuery, names: string[]): Promise<void> {
  const signatures = await query<{ signature: string }>(
    `select p.oid::regprocedure::text as signature from pg_proc p
     where p.pronamespace = 'public'::regnamespace and p.proname = any($1)`,
    [names],
  );
  for (const { signature } of signatures) await query(`drop function ${signature}`);
}
