import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { repoRoot } from './repo-root.ts';

/** One address for a server that may change, as a virtual IP or a service name is. */
export type MovingAddress = {
  port: number;
  /** Cuts every connection; resolves when the next ones lead to this port. */
  moveTo(port: number): Promise<void>;
  close(): Promise<void>;
};

/** In a process of its own, which a busy caller does not slow down. */
export async function openMovingAddress(first: number): Promise<MovingAddress> {
  const child = fork(path.join(repoRoot, 'tools/dist/moving-address.js'), {
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [port] = (await once(child, 'message')) as [number];
  const moveTo = (to: number): Promise<void> => tell(child, to);
  await moveTo(first);
  return {
    port,
    moveTo,
    async close() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function tell(child: ChildProcess, port: number): Promise<void> {
  const heard = once(child, 'message');
  child.send(port);
  await heard;
}
