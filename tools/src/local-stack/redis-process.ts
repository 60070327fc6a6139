import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@yuexin/errors';
import { findOrInstall } from '../test-servers/install-with-apt.ts';
import { createKillableChild, type KillableChild } from './killable-child.ts';

/** A Redis of the run's own, without persistence: what it held is gone when it is killed. */
export type RedisProcess = Omit<KillableChild, 'start'> & {
  port: number;
  url: string;
  /** Resolves when it answers. */
  start(): Promise<void>;
};

/** A machine that is busy with kills and restarts starts nothing at once. */
const START_LIMIT_MS = 60_000;
const PING_LIMIT_MS = 1_000;

/**
 * Not started yet. `config` are lines of redis.conf, kept in a file that the server may change (a sentinel and its servers do);
 * `programs` are tried in their order. @throws AppError `unavailable` where there is none of them.
 */
export function createRedisProcess(input: {
  port: number;
  folder: string;
  programs?: readonly string[];
  config?: readonly string[];
  args?: readonly string[];
}): RedisProcess {
  const { port, folder, programs = ['redis-server', 'valkey-server'] } = input;
  const program = findOrInstall({ names: programs, package: programs[0] ?? '' });
  const file = path.join(folder, `redis-${String(port)}.conf`);
  writeFileSync(file, [...linesOf({ port, folder }), ...(input.config ?? []), ''].join('\n'));
  const child = createKillableChild('Redis', () =>
    spawn(program, [file, ...(input.args ?? [])], { stdio: 'ignore', detached: true }),
  );
  return {
    ...child,
    port,
    url: `redis://127.0.0.1:${String(port)}`,
    async start() {
      child.start();
      await waitForPong(port);
    },
  };
}

const linesOf = ({ port, folder }: { port: number; folder: string }): string[] => [
  `port ${String(port)}`,
  'bind 127.0.0.1',
  `dir ${folder}`,
  `dbfilename redis-${String(port)}.rdb`,
  `logfile ${path.join(folder, `redis-${String(port)}.log`)}`,
  'save ""',
  'appendonly no',
];

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
