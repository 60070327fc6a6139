import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A service as it ships, in a process of its own. */
export type ChildService = {
  /** What it wrote when it was ready. */
  port: number;
  /** SIGKILL: it has no time for anything. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Starts a built service (`api`, `worker`), or another program that composes one; resolves once it says `message`. Stop it, else
 * the test run does not end.
 */
export async function startChild(input: {
  service: 'api' | 'worker';
  message: string;
  env: Readonly<Record<string, string>>;
  program?: string;
}): Promise<ChildService> {
  const built = fileURLToPath(new URL(`../../../${input.service}/dist/main.js`, import.meta.url));
  const program = input.program ?? built;
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, LOG_FORMAT: 'json', ...input.env },
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  const port = await readUntil(child, input.message);
  return { port, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

async function readUntil(
  child: ChildProcess & { stdout: NodeJS.ReadableStream },
  message: string,
): Promise<number> {
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as { message?: string; port?: number };
    if (said.message !== message) continue;
    // Nobody reads on; a full pipe would stop the service.
    child.stdout.resume();
    return said.port ?? 0;
  }
  throw new Error(`The service ended before it said: ${message}. Is it built (npm run build)?`);
}
