import {
  createServer as createPlainServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** A request as it came over the socket, byte for byte. */
export type RawRequest = {
  method: string;
  target: string;
  headers: ReadonlyMap<string, string>;
  body: Buffer;
  /** Which connection (from 1), and which request on it (from 1). */
  connection: number;
  ordinal: number;
};

export type RawServer = {
  url: string;
  /** Complete requests, in order of arrival. */
  requests: RawRequest[];
  /** Everything each connection received, complete request or not. */
  received(): string[];
  connections(): number;
  close(): Promise<void>;
};

export type RawServerOptions = {
  /** Called when a connection is there, before anything is read. */
  onConnection?: (socket: Socket, connection: number) => void;
  onRequest?: (request: RawRequest, socket: Socket) => void;
  tls?: { key: string; cert: string };
};

/** A server on loopback that does to its sockets exactly what the test says, and nothing else. */
export async function createRawServer(options: RawServerOptions): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const requests: RawRequest[] = [];
  const received: Buffer[][] = [];

  const accept = (socket: Socket): void => {
    sockets.add(socket);
    const bytes: Buffer[] = [];
    const connection = received.push(bytes);
    let ordinal = 0;
    let pending = Buffer.alloc(0);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined); // Resets are what these tests are about.
    socket.on('data', (chunk: Buffer) => {
      bytes.push(chunk);
      pending = Buffer.concat([pending, chunk]);
      for (let read = readRequest(pending); read !== null; read = readRequest(pending)) {
        pending = pending.subarray(read.length);
        ordinal += 1;
        const request = { ...read.request, connection, ordinal };
        requests.push(request);
        options.onRequest?.(request, socket);
      }
    });
    options.onConnection?.(socket, connection);
  };

  const server: Server =
    options.tls === undefined
      ? createPlainServer(accept)
      : createTlsServer(options.tls, accept).on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    requests,
    received: () => received.map((chunks) => Buffer.concat(chunks).toString('utf8')),
    connections: () => received.length,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

type ReadRequest = { request: Omit<RawRequest, 'connection' | 'ordinal'>; length: number };

function readRequest(bytes: Buffer): ReadRequest | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const [method = '', target = ''] = first.split(' ');
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const length = end + 4 + Number(headers.get('content-length') ?? 0);
  if (bytes.length < length) return null;
  const body = Buffer.from(bytes.subarray(end + 4, length));
  return { request: { method, target, headers, body }, length };
}

/** A whole HTTP answer with Content-Length. */
export function httpAnswer(input: {
  status?: number;
  type?: string;
  headers?: readonly string[];
  body: string | Buffer;
}): Buffer {
  const { status = 200, type = 'application/json; encoding=utf-8', headers = [] } = input;
  const body = Buffer.from(input.body);
  const head = [
    `HTTP/1.1 ${status} Whatever`,
    `Content-Type: ${type}`,
    `Content-Length: ${body.length}`,
    ...headers,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
}
