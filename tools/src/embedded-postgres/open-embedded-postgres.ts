import { mkdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { choosePostgresHome } from './choose-account.ts';
import { initCluster } from './init-cluster.ts';
import { locateBinaries } from './locate-binaries.ts';
import { startPostgres, type RunningPostgres } from './postgres-server.ts';

export type { RunningPostgres } from './postgres-server.ts';

/**
 * A real PostgreSQL on this machine without Docker or root: binaries from npm, data under
 * `dataRoot`, a database of the given name. May be called again on the same data.
 * @throws AppError `unavailable` with one sentence saying what to do.
 */
export async function openEmbeddedPostgres(input: {
  dataRoot: string;
  port: number;
  password: string;
  database: string;
  settings?: Readonly<Record<string, string>>;
  say?: (message: string) => void;
}): Promise<RunningPostgres> {
  const binaries = await locateBinaries();
  mkdirSync(input.dataRoot, { recursive: true });
  const home = choosePostgresHome({ binaries, dataRoot: path.resolve(input.dataRoot) });
  if (home.notice !== null) input.say?.(home.notice);
  await initCluster({ home, password: input.password });
  const server = await startPostgres({
    home,
    port: input.port,
    password: input.password,
    logFile: path.join(input.dataRoot, 'postgres.log'),
    ...(input.settings && { settings: input.settings }),
  });
  if (server.isAdopted) {
    input.say?.(
      `Found the PostgreSQL of an earlier run (pid ${String(server.pid)}) and took it over.`,
    );
  }
  const url = await ensureDatabase(server.url, input.database);
  return { ...server, url };
}

async function ensureDatabase(adminUrl: string, database: string): Promise<string> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0)
      await client.query(`create database ${pg.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.toString();
}
