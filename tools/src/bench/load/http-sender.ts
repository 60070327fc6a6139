import { connect, type Socket } from 'node:net';
import { createMessageReader, type HttpMessage } from './message-reader.ts';

export type HttpRequest = {
  method: 'GET' | 'POST';
  path: string;
  /** Lines such as `Authorization: Bearer x`. */
  headers?: readonly string[];
  body?: string | Buffer;
};
export type HttpReply = { status: number; body: Buffer };

export type HttpSender = {
  /** Waits for a free connection. Rejects when it breaks before the answer is whole. */
  send(request: HttpRequest): Promise<HttpReply>;
  close(): void;
};

type Waiting = {
  request: HttpRequest;
  resolve: (reply: HttpReply) => void;
  reject: (error: Error) => void;
};

/** Less than any server's limit for idle connections (Node's own is 5 s). */
const IDLE_MAX_MS = 2_000;

/** Keep-alive connections with one request in flight on each, written by hand: what drives the load must cost little of the machine. */
export function createHttpSender(input: { origin: string; connections: number }): HttpSender {
  const { hostname, port } = new URL(input.origin);
  const queue: Waiting[] = [];
  const idle: { connection: Connection; sinceMs: number }[] = [];
  let open = 0;
  let isClosed = false;
  const all = new Set<Connection>();

  const next = (connection: Connection): void => {
    const waiting = queue.shift();
    if (waiting === undefined) idle.push({ connection, sinceMs: performance.now() });
    else connection.carry(waiting);
  };
  const openOne = (): Connection => {
    open += 1;
    const connection = createConnection({
      host: hostname,
      port: Number(port),
      onFree: () => next(connection),
      onGone: () => {
        open -= 1;
        all.delete(connection);
        const place = idle.findIndex((one) => one.connection === connection);
        if (place >= 0) idle.splice(place, 1);
        const waiting = queue.shift();
        if (waiting !== undefined && !isClosed) openOne().carry(waiting);
      },
    });
    all.add(connection);
    return connection;
  };
  /** Those that rested too long go: a server closes them just when they are written to. */
  const takeIdle = (): Connection | undefined => {
    const youngest = idle.pop();
    if (youngest === undefined) return undefined;
    if (performance.now() - youngest.sinceMs < IDLE_MAX_MS) return youngest.connection;
    for (const { connection } of [youngest, ...idle.splice(0)]) connection.destroy();
    return undefined;
  };
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        const waiting = { request, resolve, reject };
        const free = takeIdle() ?? (open < input.connections ? openOne() : undefined);
        if (free === undefined) queue.push(waiting);
        else free.carry(waiting);
      }),
    close() {
      isClosed = true;
      for (const connection of all) connection.destroy();
    },
  };
}

type Connection = { carry(waiting: Waiting): void; destroy(): void };

function createConnection(input: {
  host: string;
  port: number;
  onFree: () => void;
  onGone: () => void;
}): Connection {
  const { host, port } = input;
  const socket: Socket = connect({ host, port, noDelay: true });
  let carried: Waiting | null = null;
  const fail = (error: Error): void => {
    const waiting = carried;
    carried = null;
    waiting?.reject(error);
    socket.destroy();
  };
  const read = createMessageReader((message) => {
    const waiting = carried;
    carried = null;
    waiting?.resolve(replyOf(message));
    if (/\r\nconnection: *close/i.test(message.head)) socket.destroy();
    else input.onFree();
  });
  socket.on('data', (chunk) => {
    try {
      read(chunk);
    } catch (error) {
      fail(error as Error);
    }
  });
  socket.on('error', fail);
  socket.on('close', () => {
    fail(new Error(`The connection to port ${String(port)} was closed.`));
    input.onGone();
  });
  return {
    carry(waiting) {
      carried = waiting;
      write(socket, `${host}:${String(port)}`, waiting.request);
    },
    destroy: () => socket.destroy(),
  };
}

function write(socket: Socket, host: string, request: HttpRequest): void {
  const { method, path, headers = [], body = '' } = request;
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${host}`, ...headers];
  if (method === 'POST') lines.push(`Content-Length: ${String(Buffer.byteLength(body))}`);
  const head = `${lines.join('\r\n')}\r\n\r\n`;
  if (typeof body === 'string') socket.write(head + body);
  else {
    socket.cork();
    socket.write(head, 'latin1');
    socket.write(body);
    socket.uncork();
  }
}

function replyOf({ head, body }: HttpMessage): HttpReply {
  return { status: Number(head.slice(9, 12)), body };
}
