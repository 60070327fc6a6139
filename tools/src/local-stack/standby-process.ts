import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@yuexin/errors';
import { choosePostgresHome } from '../embedded-postgres/choose-account.ts';
import { copyRunning, writeAs } from '../embedded-postgres/copy-running.ts';
import { locateBinaries } from '../embedded-postgres/locate-binaries.ts';
import { startPostgres } from '../embedded-postgres/postgres-server.ts';
import { askPostgres } from './ask-postgres.ts';
import { freePort } from './ports.ts';

/** A hot standby that has each commit before its caller hears of it. */
export type StandbyProcess = {
  port: number;
  /** Makes it the primary; the old one must be gone for good by then. */
  promote(): Promise<void>;
  stop(): Promise<void>;
};

const STREAM_LIMIT_MS = 60_000;
const PROMOTE_LIMIT_S = 60;

/** Copies the primary, follows it, and has the primary's commits wait for it from then on. */
export async function startStandbyProcess(input: {
  dataRoot: string;
  /** Of the primary itself. */
  databaseUrl: string;
  password: string;
}): Promise<StandbyProcess> {
  const { dataRoot, databaseUrl, password } = input;
  const primary = new URL(databaseUrl);
  const home = choosePostgresHome({ binaries: await locateBinaries(), dataRoot });
  const dataDir = `${home.dataDir}-standby`;
  await copyRunning({ databaseUrl, dataDir: home.dataDir, to: dataDir });
  writeAs(dataDir, 'standby.signal', '');
  const port = await freePort();
  const server = await startPostgres({
    home: { ...home, dataDir },
    port,
    password,
    logFile: path.join(dataRoot, 'postgres-standby.log'),
    settings: {
      primary_conninfo: `host=127.0.0.1 port=${primary.port} user=postgres password=${password} application_name=standby`,
    },
  });
  await waitForStandby(databaseUrl);
  return {
    port,
    async promote() {
      const promoted = await askPostgres<{ is_done: boolean }>(
        server.url,
        `select pg_promote(true, ${String(PROMOTE_LIMIT_S)}) as is_done`,
      );
      if (promoted[0]?.is_done === true) return;
      throw new AppError('unavailable', { message: 'The standby could not be promoted.' });
    },
    stop: () => server.stop(),
  };
}

/** Asynchronous, a standby that is promoted lacks what was answered last: pushes that were accepted, and sends that were made. */
async function waitForStandby(databaseUrl: string): Promise<void> {
  await askPostgres(databaseUrl, "alter system set synchronous_standby_names = '*'");
  await askPostgres(databaseUrl, 'select pg_reload_conf()');
  const endAt = Date.now() + STREAM_LIMIT_MS;
  while (Date.now() < endAt) {
    const found = await askPostgres<{ sync_state: string }>(
      databaseUrl,
      'select sync_state from pg_stat_replication',
    );
    if (found[0]?.sync_state === 'sync') return;
    await delay(50);
  }
  throw new AppError('unavailable', { message: 'The standby does not follow the primary.' });
}
