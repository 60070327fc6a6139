import {
  Agent,
  createServer,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A load balancer as they come: by turns over what is ready, connections kept, only a refused connection tried elsewhere. */
export type Balancer = {
  url: string;
  add(target: string): void;
  /** Requests that were passed on and failed; each would be a 502 of the caller's. */
  failures: readonly string[];
  close(): Promise<void>;
};

const PROBE_EVERY_MS = 100;
const PROBE_LIMIT_MS = 5_000;

export async function openBalancer(targets: readonly string[]): Promise<Balancer> {
  const known = new Set(targets);
  const ready = new Set(targets);
  const failures: string[] = [];
  const closing = new AbortController();
  const agent = new Agent({ keepAlive: true });
  let turn = 0;

  const watch = async (target: string): Promise<void> => {
    while (!closing.signal.aborted) {
      const signal = AbortSignal.timeout(PROBE_LIMIT_MS);
      const isReady = await fetch(`${target}/readyz`, { signal }).then(
        async (answer) => (await answer.text(), answer.ok),
        () => false,
      );
      if (isReady) ready.add(target);
      else ready.delete(target);
      await delay(PROBE_EVERY_MS);
    }
  };

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await readAll(incoming);
    const all = [...ready];
    turn += 1;
    const order = all.map((_, index) => all[(index + turn) % all.length] ?? '');
    for (const target of order) {
      const problem = await pass({ target, incoming, body, outgoing, agent });
      if (problem === null) return;
      if (problem === 'ECONNREFUSED') continue;
      failures.push(`${incoming.method ?? ''} ${incoming.url ?? ''}: ${problem}`);
      break;
    }
    if (order.length === 0) failures.push(`${incoming.url ?? ''}: nobody is ready`);
    if (!outgoing.headersSent) outgoing.writeHead(502).end();
    else outgoing.destroy();
  };

  const server: Server = createServer((incoming, outgoing) => void serve(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const watching = targets.map(watch);
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    add(target) {
      if (known.has(target)) return;
      known.add(target);
      watching.push(watch(target));
    },
    failures,
    async close() {
      closing.abort();
      await Promise.all(watching);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      agent.destroy();
    },
  };
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Null when the answer went through, else the code of what went wrong. */
function pass(input: {
  target: string;
  incoming: IncomingMessage;
  body: Buffer;
  outgoing: ServerResponse;
  agent: Agent;
}): Promise<string | null> {
  const { target, incoming, body, outgoing, agent } = input;
  return new Promise((resolve) => {
    const fail = (error: NodeJS.ErrnoException): void => resolve(error.code ?? error.message);
    const { method, headers } = incoming;
    const passed = request(
      `${target}${incoming.url ?? ''}`,
      { method, headers, agent },
      (answer) => {
        const kept = { ...answer.headers };
        delete kept.connection;
        delete kept['transfer-encoding'];
        readAll(answer).then((text) => {
          outgoing.writeHead(answer.statusCode ?? 502, kept).end(text);
          resolve(null);
        }, fail);
      },
    );
    passed.on('error', fail);
    passed.end(body);
  });
}
