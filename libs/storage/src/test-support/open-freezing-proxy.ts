import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands before a server; `freeze` keeps every connection and lets nothing through, as a lost network does. */
export type FreezingProxy = {
  port: number;
  freeze(): void;
  /** New connections work; the old ones stay frozen, as when the server was replaced. */
  letNewOnesPass(): void;
  close(): Promise<void>;
};

export async function openFreezingProxy(target: {
  host: string;
  port: number;
}): Promise<FreezingProxy> {
  const sockets = new Set<Socket>();
  let isFrozen = false;
  const forward = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from.on('data', (chunk) => to.write(chunk));
    from.on('error', () => undefined);
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
    if (isFrozen) from.pause();
  };
  const server = createServer((inner) => {
    const outer = connect(target.port, target.host);
    forward(inner, outer);
    forward(outer, inner);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    freeze: () => {
      isFrozen = true;
      for (const socket of sockets) socket.pause();
    },
    letNewOnesPass: () => {
      isFrozen = false;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
