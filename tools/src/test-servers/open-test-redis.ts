import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@yuexin/errors';
import { freePort } from '../local-stack/ports.ts';
import { findOnPath, installWithApt, mayInstall } from './install-with-apt.ts';

const names = ['redis-server', 'valkey-server'];
const START_LIMIT_MS = 10_000;

export type TestRedis = { url: string; close(): Promise<void> };

/**
 * A Redis for the tests: TEST_REDIS_URL, or a private one on a free port from a server on PATH
 * (installed first where that is welcome). Null (with a notice) where there is none; with
 * CI=true that is an error.
 */
export async function openTestRedis(input: {
  env: NodeJS.ProcessEnv;
  scratch: string;
  say: (text: string) => void;
  /** A private server on exactly this port, whatever TEST_REDIS_URL says. */
  port?: number;
}): Promise<TestRedis | null> {
  const { env, scratch, say } = input;
  const given = env.TEST_REDIS_URL;
  if (given && input.port === undefined) return { url: given, close: () => Promise.resolve() };
  let program = findOnPath(names);
  if (program === null && mayInstall(env) && installWithApt('redis-server')) {
    program = findOnPath(names);
  }
  if (program !== null)
    return startRedis({ program, scratch, port: input.port ?? (await freePort()) });
  const message = 'No redis-server or valkey-server on PATH and no TEST_REDIS_URL.';
  if (env.CI === 'true') throw new AppError('unavailable', { message });
  say(`${message} The suites that need Redis are skipped (YUEXIN_INSTALL=1 installs it).`);
  return null;
}

async function startRedis(input: {
  program: string;
  scratch: string;
  port: number;
}): Promise<TestRedis> {
  const { port } = input;
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  args.push('--dir', input.scratch, '--maxmemory-policy', 'noeviction');
  const child = spawn(input.program, args, { stdio: 'ignore', detached: true });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await waitForPort(port);
  return {
    url: `redis://127.0.0.1:${String(port)}`,
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function waitForPort(port: number): Promise<void> {
  const endAt = Date.now() + START_LIMIT_MS;
  while (Date.now() < endAt) {
    if (await canConnect(port)) return;
    await delay(30);
  }
  throw new AppError('unavailable', { message: 'The private Redis did not come up.' });
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
