import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@yuexin/errors';
import pg from 'pg';
import { findUnprivilegedAccount } from '../embedded-postgres/choose-account.ts';
import { findOrInstall } from '../test-servers/install-with-apt.ts';
import { repoRoot } from './repo-root.ts';

/** PgBouncer in transaction mode before a PostgreSQL on loopback, by the configuration that is shipped. */
export type PgbouncerProcess = {
  url: string;
  start(): Promise<void>;
  kill(): Promise<void>;
  close(): Promise<void>;
};

const START_LIMIT_MS = 60_000;
const shipped = path.join(repoRoot, 'deploy/pgbouncer/pgbouncer.ini');

/** Not started yet. @throws AppError `unavailable` where there is no PgBouncer. */
export function createPgbouncerProcess(input: {
  port: number;
  folder: string;
  /** Of the server itself. */
  databaseUrl: string;
}): PgbouncerProcess {
  const program = findOrInstall({ names: ['pgbouncer'], package: 'pgbouncer' });
  const home = path.join(input.folder, 'pgbouncer');
  const url = new URL(input.databaseUrl);
  const server = { host: url.hostname, port: url.port, dbname: url.pathname.slice(1) };
  url.port = String(input.port);
  url.pathname = '/yuexin';
  const account = process.getuid?.() === 0 ? findUnprivilegedAccount() : null;
  writeConfiguration({ ...input, home, server, url, account });
  let child: ChildProcess | null = null;
  let isClosed = false;
  const kill = async (): Promise<void> => {
    const running = child;
    child = null;
    if (running?.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
  };
  return {
    url: url.toString(),
    async start() {
      // A fault may still be under way when the run is broken off.
      if (isClosed) throw new Error('PgBouncer was stopped.');
      const log = openSync(path.join(home, 'pgbouncer.log'), 'a');
      child = spawn(program, [path.join(home, 'pgbouncer.ini')], {
        cwd: home,
        detached: true,
        stdio: ['ignore', log, log],
        ...(account && { uid: account.uid, gid: account.gid }),
      });
      closeSync(log);
      await waitUntilAnswers(url.toString());
    },
    kill,
    close() {
      isClosed = true;
      return kill();
    },
  };
}

function writeConfiguration(input: {
  port: number;
  home: string;
  server: { host: string; port: string; dbname: string };
  url: URL;
  account: { uid: number; gid: number } | null;
}): void {
  const { home, server, url, account } = input;
  mkdirSync(home, { recursive: true });
  const userlist = path.join(home, 'userlist.txt');
  const given: Record<string, string> = {
    listen_addr: '127.0.0.1',
    listen_port: String(input.port),
    auth_file: userlist,
  };
  const lines = readFileSync(shipped, 'utf8')
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
  writeFileSync(path.join(home, 'pgbouncer.ini'), [...lines, 'unix_socket_dir =', ''].join('\n'));
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
