import { spawn } from 'node:child_process';
import { chownSync, closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@yuexin/errors';
import pg from 'pg';
import type { PostgresHome } from './choose-account.ts';

export type RunningPostgres = {
  /** Connection string of the `postgres` database, as superuser, on loopback. */
  url: string;
  pid: number;
  isAdopted: boolean;
  /** Resolves when the server is gone, however it went. */
  ended: Promise<void>;
  /** Smart enough for a drained stack: "fast" shutdown, then waits for the process to go. */
  stop(): Promise<void>;
};

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 30_000;
const WATCH_MS = 250;
const WRONG_PASSWORD = '28P01';

/**
 * Starts the server detached, in its own process group, so that a Ctrl-C meant for the stack
 * does not reach it before api and worker have drained. A server left behind by a killed
 * parent is found by its postmaster.pid and adopted.
 */
export async function startPostgres(input: {
  home: PostgresHome;
  port: number;
  password: string;
  logFile: string;
  settings?: Readonly<Record<string, string>>;
}): Promise<RunningPostgres> {
  const orphan = readPostmaster(input.home.dataDir);
  if (orphan && isAlive(orphan.pid)) {
    const url = urlOf(orphan.port, input.password);
    await waitUntilAnswers({ url, pid: orphan.pid, ...input });
    return runningServer({ url, pid: orphan.pid, isAdopted: true });
  }
  const pid = spawnServer(input);
  const url = urlOf(input.port, input.password);
  try {
    await waitUntilAnswers({ url, pid, ...input });
  } catch (error) {
    await stopServer(pid);
    throw error;
  }
  return runningServer({ url, pid, isAdopted: false });
}

function runningServer(server: { url: string; pid: number; isAdopted: boolean }): RunningPostgres {
  const { pid } = server;
  let timer: NodeJS.Timeout | undefined;
  // An adopted server is no child of ours, so that its end can only be looked for.
  const ended = new Promise<void>((resolve) => {
    timer = setInterval(() => {
      if (isAlive(pid)) return;
      clearInterval(timer);
      resolve();
    }, WATCH_MS);
    timer.unref();
  });
  return { ...server, ended, stop: () => stopServer(pid) };
}

function spawnServer(input: {
  home: PostgresHome;
  port: number;
  logFile: string;
  settings?: Readonly<Record<string, string>>;
}): number {
  const { home, port, logFile, settings = {} } = input;
  const all = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '300',
    ...settings,
  };
  const args = ['-D', home.dataDir];
  for (const [name, value] of Object.entries(all)) args.push('-c', `${name}=${value}`);
  const log = openSync(logFile, 'a');
  if (home.account) chownSync(logFile, home.account.uid, home.account.gid);
  const child = spawn(path.join(home.binRoot, 'bin', 'postgres'), args, {
    cwd: '/',
    detached: true,
    env: { ...process.env, LC_ALL: 'C' },
    ...(home.account && { uid: home.account.uid, gid: home.account.gid }),
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  if (child.pid === undefined) {
    throw new AppError('unavailable', { message: 'PostgreSQL could not be started.' });
  }
  return child.pid;
}

async function waitUntilAnswers(input: {
  url: string;
  pid: number;
  home: PostgresHome;
  logFile: string;
}): Promise<void> {
  const endAt = Date.now() + START_LIMIT_MS;
  let last: unknown;
  while (Date.now() < endAt) {
    const client = new pg.Client({ connectionString: input.url, connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      await client.query('select 1');
      return;
    } catch (error) {
      if ((error as { code?: string }).code === WRONG_PASSWORD) throw wrongPassword(input.home);
      last = error;
    } finally {
      await client.end().catch(() => {
        // A connection that never opened has nothing to close.
      });
    }
    if (!isAlive(input.pid)) break;
    await delay(50);
  }
  throw new AppError('unavailable', {
    message: `PostgreSQL did not come up; the end of its log:\n${tail(input.logFile)}`,
    cause: last,
  });
}

function wrongPassword(home: PostgresHome): AppError {
  return new AppError('unavailable', {
    message: `The PostgreSQL data in ${home.dataDir} belongs to another .data/local.json, which holds its password. Put that file back, or remove ${home.dataDir} to begin anew.`,
  });
}

async function stopServer(pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  const endAt = Date.now() + STOP_LIMIT_MS;
  while (isAlive(pid)) {
    if (Date.now() > endAt) {
      signal(pid, 'SIGQUIT');
      return;
    }
    await delay(20);
  }
}

/** postmaster.pid: line 1 is the pid, line 4 the port. */
function readPostmaster(dataDir: string): { pid: number; port: number } | null {
  try {
    const lines = readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    const port = Number(lines[3]);
    return pid > 0 && port > 0 && isPostgres(pid, dataDir) ? { pid, port } : null;
  } catch {
    return null; // No such file: no server runs on this data.
  }
}

/** After a reboot the pid in the file may belong to somebody else. */
function isPostgres(pid: number, dataDir: string): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes(dataDir);
  } catch {
    return false; // The process is gone.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isZombie(pid: number): boolean {
  try {
    return readFileSync(`/proc/${String(pid)}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false; // Not Linux, or gone between the two looks.
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function urlOf(port: number, password: string): string {
  return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${String(port)}/postgres`;
}

function tail(file: string): string {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(-15).join('\n');
  } catch {
    return '(no log was written)';
  }
}
