import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export type Received = {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** What the body says. */
  told: { type: string; timestamp: string; sequence?: number; data: Record<string, unknown> };
};

export type Receiver = {
  url: string;
  port: number;
  received: Received[];
  /** How it answers from now on; at first 200. */
  answer(how: (response: ServerResponse, request: Received) => void): void;
  /** Calls under way at once, at most, so far. */
  mostAtOnce(): number;
  stop(): Promise<void>;
};

/** A caller's server: notes what it is told and answers as a test likes. */
export async function startReceiver({ host = '127.0.0.1', port = 0 } = {}): Promise<Receiver> {
  const received: Received[] = [];
  let how: (response: ServerResponse, request: Received) => void = (response) => {
    response.end('ok');
  };
  let underWay = 0;
  let most = 0;
  const server = createServer((request, response) => {
    underWay += 1;
    most = Math.max(most, underWay);
    response.once('close', () => (underWay -= 1));
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const told = JSON.parse(body) as Received['told'];
      const one = { path: request.url ?? '', headers: request.headers, body, told };
      received.push(one);
      how(response, one);
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${host}:${bound}/hook`,
    port: bound,
    received,
    answer: (next) => (how = next),
    mostAtOnce: () => most,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Verifies with the standard's own package; throws when the signature is not of this secret. */
export function verify(secret: string, { headers, body }: Received): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>);
}
