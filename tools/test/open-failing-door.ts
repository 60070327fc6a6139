import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of one POST instead of an honest answer. */
export type Fault =
  | { kind: 'answers'; status: number; headers: Record<string, string>; body: string }
  /** The api does what it is asked to, and its answer is lost. */
  | { kind: 'loses-answer' };

export type SeenPost = { path: string; idempotencyKey: string; body: string; waitedMs: number };

/** A way to an api whose first answers to a POST are bad ones: a busy api, a proxy without a backend, a broken connection. */
export type FailingDoor = {
  url: string;
  /** The next POSTs meet these, one after the other; what was seen before is forgotten. */
  fail(faults: readonly Fault[]): void;
  /** Since `fail`. `waitedMs`: since the one before was answered. */
  seen(): readonly SeenPost[];
  close(): Promise<void>;
};

export async function openFailingDoor(apiUrl: string): Promise<FailingDoor> {
  let faults: Fault[] = [];
  let seen: SeenPost[] = [];
  let answeredAtMs = 0;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url: path = '/' } = request;
    const body = await textOf(request);
    const isPost = method === 'POST';
    const fault = isPost ? faults.shift() : undefined;
    if (isPost)
      seen.push({
        ...{ path, idempotencyKey: String(request.headers['idempotency-key']), body },
        waitedMs: performance.now() - answeredAtMs,
      });
    response.once('close', () => (answeredAtMs = performance.now()));
    if (fault?.kind === 'answers') {
      response.writeHead(fault.status, fault.headers).end(fault.body);
      return;
    }
    const answer = await fetch(apiUrl + path, {
      method,
      headers: pickHeaders(request),
      ...(isPost && { body }),
    });
    const text = await answer.text();
    if (fault?.kind === 'loses-answer') response.destroy();
    else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    fail(wanted) {
      faults = [...wanted];
      seen = [];
    },
    seen: () => seen,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const pickHeaders = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    ['authorization', 'content-type', 'idempotency-key'].flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
