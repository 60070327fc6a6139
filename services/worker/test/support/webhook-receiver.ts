import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { expect } from '@jest/globals';
import { callbackBody } from '@yuexin/callbacks';
import { Webhook } from 'standardwebhooks';
import type { Certificate } from './make-test-ca.ts';

export type Received = {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** Which name the caller asked for over TLS; absent over plain http. */
  serverName?: string;
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
  /** Whoever knocked, though they may have said nothing. */
  connections(): number;
  stop(): Promise<void>;
};

/** A caller's server: notes what it is told and answers as a test likes. */
export async function startReceiver(
  given: { host?: string; port?: number; tls?: Certificate } = {},
): Promise<Receiver> {
  const { host = '127.0.0.1', port = 0, tls } = given;
  const received: Received[] = [];
  let how: (response: ServerResponse, request: Received) => void = (response) => {
    response.end('ok');
  };
  let underWay = 0;
  let most = 0;
  const listener: RequestListener = (request, response) => {
    underWay += 1;
    most = Math.max(most, underWay);
    response.once('close', () => (underWay -= 1));
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const told = JSON.parse(body) as Received['told'];
      const serverName = request.socket instanceof TLSSocket ? request.socket.servername : null;
      const one: Received = {
        ...{ path: request.url ?? '', headers: request.headers, body, told },
        ...(typeof serverName === 'string' && { serverName }),
      };
      received.push(one);
      how(response, one);
    });
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  let connections = 0;
  server.on('connection', () => (connections += 1));
  server.listen(port, host);
  await once(server, 'listening');
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${host}:${bound}/hook`,
    port: bound,
    received,
    answer: (next) => (how = next),
    mostAtOnce: () => most,
    connections: () => connections,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Verifies with the standard's own package; throws when the signature is not of this secret, or the body not as documented. */
export function verify(secret: string, { headers, body, told }: Received): void {
  new Webhook(secret).verify(body, headers as Record<string, string>);
  // The schema leaves out what it does not know.
  expect(callbackBody.parse(told)).toEqual(told);
}
