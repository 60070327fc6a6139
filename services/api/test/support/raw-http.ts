import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A request as it goes over the wire; a body is sent as it is, `length` says another than it has. */
export type RawRequest = {
  method?: string;
  target: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer;
  length?: number;
};

/** The bytes of a request: what a client that minds no rule would send. */
export function bytesOf(request: RawRequest): Buffer {
  const { method = 'POST', target, headers = {}, body } = request;
  const isChunked = headers['Transfer-Encoding'] === 'chunked';
  const length = request.length ?? (body === undefined ? undefined : Buffer.byteLength(body));
  const lines = [
    `${method} ${target} HTTP/1.1`,
    'Host: push.example.com',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(length === undefined || isChunked ? [] : [`Content-Length: ${length}`]),
  ];
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  const bytes = Buffer.from(body ?? '');
  if (!isChunked) return Buffer.concat([head, bytes]);
  const half = bytes.length >> 1;
  const chunks = [bytes.subarray(0, half), bytes.subarray(half), Buffer.alloc(0)];
  const written = chunks.flatMap((chunk) => [
    Buffer.from(`${chunk.length.toString(16)}\r\n`),
    ...[chunk, Buffer.from('\r\n')],
  ]);
  return Buffer.concat([head, ...written]);
}

/** All that a server says to these bytes until it closes the connection. */
export async function exchange(url: string, bytes: Buffer): Promise<string> {
  const socket = open(url);
  const heard: Buffer[] = [];
  socket.on('data', (chunk) => heard.push(chunk));
  socket.write(bytes);
  await once(socket, 'close');
  return Buffer.concat(heard).toString('utf8');
}

/** Sends these bytes, and hangs up as soon as they are out. */
export async function hangUpAfter(url: string, bytes: Buffer): Promise<void> {
  const socket = open(url);
  socket.write(bytes, () => socket.destroy());
  await once(socket, 'close');
}

function open(url: string): Socket {
  const { hostname, port } = new URL(url);
  return connect(Number(port), hostname);
}
