import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A port that answers only once it is opened, and then leads to a server: for what comes late or goes away. */
export type LateDoor = { port: number; open(): Promise<void>; shut(): Promise<void> };

export async function createLateDoor(target: { host: string; port: number }): Promise<LateDoor> {
  const probe = await bind(0, () => undefined);
  const { port } = probe.address() as AddressInfo;
  await unbind(probe);
  const sockets = new Set<Socket>();
  let server: Server | null = null;

  const lead = (inner: Socket): void => {
    const outer = connect(target.port, target.host);
    for (const [from, to] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(from);
      from.on('error', () => undefined);
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  };
  return {
    port,
    open: async () => {
      server = await bind(port, lead);
    },
    shut: async () => {
      if (server === null) return;
      const closing = unbind(server);
      server = null;
      for (const socket of sockets) socket.destroy();
      await closing;
    },
  };
}

async function bind(port: number, onSocket: (socket: Socket) => void): Promise<Server> {
  const server = createServer(onSocket).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function unbind(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  await closed;
}
