import { createServer, type Server, type Socket } from 'node:net';
import { createMessageReader, type HttpMessage } from '../load/message-reader.ts';

/** Null: answered by `late`, which may be called at any time but once. */
type Answer = (message: HttpMessage, late: (json: string) => void) => string | null;

/** A JSON server of one page, without a router: the upstream must never be what a benchmark measures. */
export function serveHttp(answer: Answer): Server {
  const server = createServer({ noDelay: true }, (socket) => {
    const read = createMessageReader((message) => {
      const now = answer(message, (json) => respond(socket, json));
      if (now !== null) respond(socket, now);
    });
    socket.on('data', (chunk) => {
      try {
        read(chunk);
      } catch {
        // WeChat's own answer to a body whose length is not told.
        socket.end('HTTP/1.1 412 Precondition Failed\r\nContent-Length: 0\r\n\r\n');
      }
    });
    // A client that leaves in the middle, as when it is stopped, is none of our business.
    socket.on('error', () => socket.destroy());
  });
  return server;
}

function respond(socket: Socket, json: string): void {
  if (socket.destroyed) return;
  socket.write(
    `HTTP/1.1 200 OK\r\nContent-Type: application/json; encoding=utf-8\r\nContent-Length: ${String(Buffer.byteLength(json))}\r\n\r\n${json}`,
  );
}
