import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../wechat-simulator/dist/main.js', import.meta.url));

/** WeChat as a child process, the way it ships; `call` reaches its control endpoints. */
export type Simulator = {
  url: string;
  call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T>;
  stop(): Promise<void>;
};

/** Starts the built simulator on a free port. Stop it, else the test run does not end. */
export async function startSimulator(): Promise<Simulator> {
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, SIMULATOR_PORT: '0', LOG_FORMAT: 'json', LOG_LEVEL: 'info' },
  });
  const url = `http://127.0.0.1:${await portOf(child.stdout)}`;
  return {
    url,
    call: async <T>(method: string, path: string, body?: unknown) => {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await fetch(`${url}/_sim${path}`, { method, ...sent });
      if (response.ok) return (await response.json()) as T;
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function portOf(output: NodeJS.ReadableStream): Promise<number> {
  for await (const line of createInterface({ input: output })) {
    const { message, port } = JSON.parse(line) as { message?: string; port?: number };
    if (message !== 'listening' || port === undefined) continue;
    // Nobody reads on; a full pipe would stop the simulator.
    output.resume();
    return port;
  }
  throw new Error('The simulator ended before it listened. Is it built (npm run build)?');
}
