import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { freePort } from './ports.ts';
import { loadStartPorts } from './start-ports.ts';

describe('the ports of npm start', () => {
  let server: Server | null = null;
  afterEach(() => {
    server?.close();
    server = null;
  });

  async function hold(): Promise<number> {
    const port = await freePort();
    const opened = createServer();
    server = opened;
    await new Promise<void>((resolve) => opened.listen(port, resolve));
    return port;
  }

  test('free ports are taken from the environment', async () => {
    const [api, worker, simulator] = [await freePort(), await freePort(), await freePort()];
    const env = {
      API_PORT: ` ${String(api)} `,
      WORKER_PORT: String(worker),
      SIMULATOR_PORT: String(simulator),
    };
    expect(await loadStartPorts(env)).toEqual({ api, worker, simulator });
  });

  test.each(['abc', '0', '65536', '-1', '3e3', '0x10', '1.5'])(
    'when a port is %s, then every wrong port is named',
    async (text) => {
      const env = { API_PORT: text, WORKER_PORT: text, SIMULATOR_PORT: String(await freePort()) };
      await expect(loadStartPorts(env)).rejects.toMatchObject({
        code: 'invalid-request',
        problems: [{ pointer: '/API_PORT' }, { pointer: '/WORKER_PORT' }],
      });
    },
  );

  test('when a port is given twice, then both variables are named', async () => {
    const port = String(await freePort());
    const env = { API_PORT: port, WORKER_PORT: String(await freePort()), SIMULATOR_PORT: port };
    await expect(loadStartPorts(env)).rejects.toThrow(
      `SIMULATOR_PORT must be another port than API_PORT, which is ${port} too.`,
    );
  });

  test('when a port is taken, then its holder is named', async () => {
    const port = await hold();
    const env = {
      API_PORT: String(await freePort()),
      WORKER_PORT: String(await freePort()),
      SIMULATOR_PORT: String(port),
    };
    await expect(loadStartPorts(env)).rejects.toThrow(
      new RegExp(`^Port ${String(port)} is held by .+ \\(pid ${String(process.pid)}\\)`),
    );
  });
});
