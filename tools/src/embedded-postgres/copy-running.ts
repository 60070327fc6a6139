import { execFile } from 'node:child_process';
import { chownSync, lstatSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

/** What the running server alone may have: its marks. */
const marks = ['postmaster.pid', 'postmaster.opts'];
/** Their content comes from elsewhere: a half-copied segment would be taken for the whole. */
const emptied = ['pg_wal', 'pg_replslot'];

/**
 * Copies the data folder of a running server on this machine, as pg_basebackup would (which the embedded one lacks): between
 * pg_backup_start and pg_backup_stop, with the label that the second gives. Write-ahead log is not copied.
 */
export async function copyRunning(input: {
  databaseUrl: string;
  dataDir: string;
  to: string;
}): Promise<void> {
  const { dataDir, to } = input;
  const client = new pg.Client({ connectionString: input.databaseUrl });
  await client.connect();
  try {
    await client.query("select pg_backup_start('yuexin', true)");
    await promisify(execFile)('cp', ['-a', dataDir, to]);
    const stopped = await client.query<{ labelfile: string }>(
      'select labelfile from pg_backup_stop(false)',
    );
    for (const mark of marks) rmSync(path.join(to, mark), { force: true });
    for (const folder of emptied) empty(path.join(to, folder));
    writeAs(to, 'backup_label', stopped.rows[0]?.labelfile ?? '');
  } finally {
    await client.end();
  }
}

function empty(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isFile()) rmSync(path.join(folder, entry.name));
  }
}

/** A file of the server's own account. */
export function writeAs(dataDir: string, name: string, text: string): void {
  const { uid, gid } = lstatSync(dataDir);
  const file = path.join(dataDir, name);
  writeFileSync(file, text, { mode: 0o600 });
  chownSync(file, uid, gid);
}
