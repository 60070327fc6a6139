import { chownSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { choosePostgresHome } from '../embedded-postgres/choose-account.ts';
import { copyRunning, writeAs } from '../embedded-postgres/copy-running.ts';
import { locateBinaries } from '../embedded-postgres/locate-binaries.ts';
import { startPostgres, type RunningPostgres } from '../embedded-postgres/postgres-server.ts';
import { askPostgres } from './ask-postgres.ts';
import { startPostgresProcess } from './postgres-process.ts';

/** A PostgreSQL that keeps its write-ahead log, so that it can be brought back as it was at any time after a backup. */
export type ArchivingPostgres = {
  url: string;
  backUp(): Promise<void>;
  /** The present moment by the server's clock, to which a restore may go. */
  now(): Promise<Date>;
  /** The server dies, and another begins on the backup, at this moment, on the same port. */
  restoreTo(moment: Date): Promise<void>;
  stop(): Promise<void>;
};

const PASSWORD = 'private';

export async function startArchivingPostgres(input: {
  dataRoot: string;
  port: number;
}): Promise<ArchivingPostgres> {
  const { dataRoot, port } = input;
  const archive = path.join(dataRoot, 'archive');
  mkdirSync(archive, { recursive: true });
  const home = choosePostgresHome({ binaries: await locateBinaries(), dataRoot });
  if (home.account) chownSync(archive, home.account.uid, home.account.gid);
  const first = await startPostgresProcess({
    ...{ dataRoot, port },
    settings: { archive_mode: 'on', archive_command: `cp %p ${archive}/%f` },
  });
  const backup = `${home.dataDir}-backup`;
  let restored: RunningPostgres | null = null;
  return {
    url: first.url,
    backUp: () => copyRunning({ databaseUrl: first.url, dataDir: home.dataDir, to: backup }),
    async now() {
      const [row] = await askPostgres<{ at: Date }>(first.url, 'select clock_timestamp() as at');
      if (row === undefined) throw new Error('PostgreSQL knows no time.');
      return row.at;
    },
    async restoreTo(moment) {
      await switchLog(first.url);
      await first.down('immediate');
      writeAs(backup, 'recovery.signal', '');
      restored = await startPostgres({
        home: { ...home, dataDir: backup },
        ...{ port, password: PASSWORD },
        logFile: path.join(dataRoot, 'postgres-restored.log'),
        settings: {
          restore_command: `cp ${archive}/%f %p`,
          // Neither T nor Z is taken here.
          recovery_target_time: moment.toISOString().replace('T', ' ').replace('Z', '+00'),
          recovery_target_action: 'promote',
        },
      });
      await untilPromoted(first.url);
    },
    stop: () => (restored ?? first).stop(),
  };
}

/** What was written until now is in the archive when this resolves. */
async function switchLog(url: string): Promise<void> {
  const [row] = await askPostgres<{ file: string }>(
    url,
    'select pg_walfile_name(pg_switch_wal()) as file',
  );
  await until(
    url,
    `select last_archived_wal >= '${row?.file ?? ''}' as is_so from pg_stat_archiver`,
  );
}

const untilPromoted = (url: string): Promise<void> =>
  until(url, 'select not pg_is_in_recovery() as is_so');

const LIMIT_MS = 60_000;

async function until(url: string, statement: string): Promise<void> {
  const endAt = Date.now() + LIMIT_MS;
  while (Date.now() < endAt) {
    const [row] = await askPostgres<{ is_so: boolean | null }>(url, statement);
    if (row?.is_so === true) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Not in time: ${statement}`);
}
