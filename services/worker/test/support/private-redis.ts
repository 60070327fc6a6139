import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '@yuexin/testkit';

/** A Redis of this test's own, which may come late, be wiped and go away. */
export type PrivateRedis = {
  url: string;
  start(): Promise<void>;
  flushAll(): Promise<void>;
  stop(): Promise<void>;
};

/** Null when there is none on PATH. */
export function findRedisServer(): string | null {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const files = ['redis-server', 'valkey-server'].flatMap((name) =>
    folders.map((folder) => path.join(folder, name)),
  );
  return files.find(isExecutable) ?? null;
}

function requireRedisServer(): string {
  const program = findRedisServer();
  if (program === null) throw new Error('No redis-server or valkey-server on PATH.');
  return program;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Not started yet. */
export async function createPrivateRedis(): Promise<PrivateRedis> {
  const port = await freePort();
  const folder = mkdtempSync(path.join(tmpdir(), 'yuexin-worker-redis-'));
  let child: ChildProcess | null = null;
  return {
    url: `redis://127.0.0.1:${port}`,
    start: async () => {
      const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
      child = spawn(requireRedisServer(), args, { stdio: 'ignore' });
      await eventually(async () => (await say(port, 'PING')).startsWith('+PONG'), {
        timeoutMs: 10_000,
      });
    },
    flushAll: async () => {
      const answer = await say(port, 'FLUSHALL');
      if (!answer.startsWith('+OK')) throw new Error(`FLUSHALL: ${answer}`);
    },
    stop: async () => {
      if (child !== null) {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One inline command of Redis's protocol and the line it answers. */
async function say(port: number, command: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write(`${command}\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer.toString();
  } finally {
    socket.destroy();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
