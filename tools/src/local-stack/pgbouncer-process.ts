import { spawn } from 'node:child_process';
import { chownSync, closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@yuexin/errors';
import pg from 'pg';
import { findUnprivilegedAccount } from '../embedded-postgres/choose-account.ts';
import { findOrInstall } from '../test-servers/install-with-apt.ts';
import { createKillableChild, type KillableChild } from './killable-child.ts';
import { repoRoot } from './repo-root.ts';

/** PgBouncer in transaction mode before a PostgreSQL on loopback, by the configuration that is shipped. */
export type PgbouncerProcess = Omit<KillableChild, 'start' | 'pid'> & {
  url: string;
  /** Resolves when it answers. */
  start(): Promise<void>;
};

const START_LIMIT_MS = 60_000;
const shipped = path.join(repoRoot, 'deploy/pgbouncer/pgbouncer.ini');

/** Not started yet. @throws AppError `unavailable` where there is no PgBouncer. */
export function createPgbouncerProcess(input: {
  port: number;
  folder: string;
  /** Of the server itself. */
  databaseUrl: string;
  /** In place of those that are shipped, or beside them. */
  settings?: Readonly<Record<string, string>>;
}): PgbouncerProcess {
  const program = findOrInstall({ names: ['pgbouncer'], package: 'pgbouncer' });
  const home = path.join(input.folder, 'pgbouncer');
  const url = new URL(input.databaseUrl);
  const server = { host: url.hostname, port: url.port, dbname: url.pathname.slice(1) };
  url.port = String(input.port);
  url.pathname = '/yuexin';
  const account = process.getuid?.() === 0 ? findUnprivilegedAccount() : null;
  writeConfiguration({ ...input, home, server, url, account });
  const child = createKillableChild('PgBouncer', () => {
    const log = openSync(path.join(home, 'pgbouncer.log'), 'a');
    try {
      return spawn(program, [path.join(home, 'pgbouncer.ini')], {
        cwd: home,
        detached: true,
        stdio: ['ignore', log, log],
        ...(account && { uid: account.uid, gid: account.gid }),
      });
    } finally {
      closeSync(log);
    }
  });
  return {
    ...{ kill: child.kill, close: child.close },
    url: url.toString(),
    async start() {
      child.start();
      await waitUntilAnswers(url.toString());
    },
  };
}

function writeConfiguration(input: {
  port: number;
  home: string;
  server: { host: string; port: string; dbname: string };
  url: URL;
  account: { uid: number; gid: number } | null;
  settings?: Readonly<Record<string, string>>;
}): void {
  const { home, server, url, account, settings = {} } = input;
  mkdirSync(home, { recursive: true });
  const userlist = path.join(home, 'userlist.txt');
  const given: Record<string, string> = {
    listen_addr: '127.0.0.1',
    listen_port: String(input.port),
    auth_file: userlist,
    stats_users: decodeURIComponent(url.username),
    ...settings,
  };
  const text = readFileSync(shipped, 'utf8');
  const added = Object.keys(settings).filter((name) => !text.includes(`\n${name} = `));
  const lines = text
    .split('\n')
    .map((line) => {
      const name = /^(\w+) = /.exec(line)?.[1] ?? '';
      return given[name] === undefined ? line : `${name} = ${given[name]}`;
    })
    .map((line) =>
      line
        .replace('host=postgres port=5432', `host=${server.host} port=${server.port}`)
        .replace('dbname=yuexin', `dbname=${server.dbname}`),
    );
  // On its own machine it makes a socket in /tmp, and two runs would meet there.
  writeFileSync(
    path.join(home, 'pgbouncer.ini'),
    [
      ...lines,
      ...added.map((name) => `${name} = ${settings[name] ?? ''}`),
      'unix_socket_dir =',
      '',
    ].join('\n'),
  );
  const password = decodeURIComponent(url.password);
  writeFileSync(userlist, `"${decodeURIComponent(url.username)}" "${password}"\n`, { mode: 0o600 });
  if (account === null) return;
  for (const file of [home, userlist]) chownSync(file, account.uid, account.gid);
}

async function waitUntilAnswers(url: string): Promise<void> {
  const endAt = Date.now() + START_LIMIT_MS;
  let last: unknown;
  while (Date.now() < endAt) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('select 1');
      return;
    } catch (error) {
      last = error;
    } finally {
      await client.end().catch(() => undefined);
    }
    await delay(50);
  }
  const message = 'PgBouncer did not come up; see pgbouncer.log.';
  throw new AppError('unavailable', { message, cause: last });
}
