import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@yuexin/errors';
import { findOnPath, installWithApt, mayInstall } from '../test-servers/install-with-apt.ts';

/** A Redis of the run's own, without persistence: what it held is gone when it is killed. */
export type RedisProcess = {
  url: string;
  /** While it runs. */
  pid(): number | undefined;
  start(): Promise<void>;
  kill(): Promise<void>;
  /** Kills it for good. */
  close(): Promise<void>;
};

const names = ['redis-server', 'valkey-server'];
/** A machine that is busy with kills and restarts starts nothing at once. */
const START_LIMIT_MS = 60_000;
const PING_LIMIT_MS = 1_000;

/** Not started yet. @throws AppError `unavailable` where there is no Redis. */
export function createRedisProcess(input: { port: number; folder: string }): RedisProcess {
  const { port, folder } = input;
  const program = findProgram();
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
    url: `redis://127.0.0.1:${String(port)}`,
    pid: () => child?.pid,
    async start() {
      // A fault may still be under way when the run is broken off.
      if (isClosed) throw new Error('Redis was stopped.');
      const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
      args.push('--appendonly', 'no', '--maxmemory-policy', 'noeviction');
      child = spawn(program, args, { stdio: 'ignore', detached: true });
      await waitForPong(port);
    },
    kill,
    close() {
      isClosed = true;
      return kill();
    },
  };
}

function findProgram(): string {
  let program = findOnPath(names);
  if (program === null && mayInstall(process.env) && installWithApt('redis-server')) {
    program = findOnPath(names);
  }
  if (program !== null) return program;
  const message =
    'A run of its own needs redis-server or valkey-server on PATH (YUEXIN_INSTALL=1 installs it).';
  throw new AppError('unavailable', { message });
}

async function waitForPong(port: number): Promise<void> {
  const endAt = Date.now() + START_LIMIT_MS;
  while (Date.now() < endAt) {
    if (await answersPing(port)) return;
    await delay(20);
  }
  throw new AppError('unavailable', { message: 'The Redis of the run did not come up.' });
}

async function answersPing(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    const signal = AbortSignal.timeout(PING_LIMIT_MS);
    await once(socket, 'connect', { signal });
    socket.write('PING\r\n');
    const [answer] = (await once(socket, 'data', { signal })) as [Buffer];
    return answer.toString().startsWith('+PONG');
  } catch {
    return false; // Nobody listens yet.
  } finally {
    socket.destroy();
  }
}
