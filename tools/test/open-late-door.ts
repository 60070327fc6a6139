import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../src/local-stack/ports.ts';

/** A port in front of a server that refuses until `open()`: the server that comes up late. */
export async function openLateDoor(
  targetUrl: string,
): Promise<{ url: string; open(): Promise<void>; close(): Promise<void> }> {
  const target = new URL(targetUrl);
  const port = await freePort();
  const sockets = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  const url = new URL(targetUrl);
  url.port = String(port);
  return {
    url: url.toString(),
    open: () => new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve())),
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
