import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '@yuexin/testkit';
import { Redis } from 'ioredis';

/** A Redis of the test's own, which may be wiped, killed and started again on the same port. */
export type RedisServer = {
  port: number;
  url: string;
  start(): Promise<void>;
  /** SIGKILL: nothing is saved. */
  kill(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
};

const names = ['redis-server', 'valkey-server'];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Null when there is none on PATH. */
export function findRedisServer(): string | null {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const files = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return files.find(isExecutable) ?? null;
}

/** Below 55536, since a cluster's nodes talk to each other on the port plus 10,000. */
async function freeRedisPort(): Promise<number> {
  for (;;) {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    if (port < 55_536) return port;
  }
}

async function answers(port: number): Promise<void> {
  const client = new Redis({
    port,
    lazyConnect: true,
    retryStrategy: null,
    enableReadyCheck: false,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    // One that wants a password is there as well.
    if (!String(error).includes('NOAUTH')) throw error;
  } finally {
    client.disconnect();
  }
}

export type RedisServerOptions = { args?: readonly string[]; config?: string };

/** Not started yet. `config` is written to a file that the server may change (sentinels do). */
export async function createRedisServer(options: RedisServerOptions = {}): Promise<RedisServer> {
  const program = findRedisServer();
  if (program === null) throw new Error('No redis-server or valkey-server on PATH.');
  const port = await freeRedisPort();
  const folder = mkdtempSync(path.join(tmpdir(), 'yuexin-redis-'));
  const file = path.join(folder, 'redis.conf');
  const lines = [`port ${port}`, 'bind 127.0.0.1', `dir ${folder}`, 'save ""', 'appendonly no'];
  writeFileSync(file, `${[...lines, options.config ?? ''].join('\n')}\n`);
  let child: ChildProcess | null = null;

  const end = async (signal: NodeJS.Signals) => {
    const ending = child;
    child = null;
    if (ending === null) return;
    const ended = new Promise((resolve) => ending.once('close', resolve));
    ending.kill(signal);
    await ended;
  };

  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    async start() {
      child = spawn(program, [file, ...(options.args ?? [])], { stdio: 'ignore' });
      await eventually(() => answers(port), { timeoutMs: 10_000 });
    },
    kill: () => end('SIGKILL'),
    async stop() {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
