import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands between a hub and its engine, so that a test can part them. */
export type TcpProxy = {
  port: number;
  /** Breaks every connection and refuses new ones. */
  cut(): void;
  /** Keeps every connection and lets nothing through, as a lost network does. */
  freeze(): void;
  /** After `freeze`: new connections work, the old ones stay frozen, as when a peer was replaced. */
  letNewOnesPass(): void;
  /** Undoes both. */
  restore(): void;
  close(): Promise<void>;
};

type State = 'open' | 'cut' | 'frozen';

export async function createTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let state: State = 'open';

  const forward = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on('data', (chunk) => to.write(chunk));
    from.on('error', () => undefined);
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
    if (state === 'frozen') from.pause();
  };

  const server = createServer((inner) => {
    if (state === 'cut') {
      inner.destroy();
      return;
    }
    const outer = connect(target.port, target.host);
    forward(inner, outer);
    forward(outer, inner);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };

  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      state = 'cut';
      breakAll();
    },
    freeze() {
      state = 'frozen';
      for (const socket of sockets) socket.pause();
    },
    letNewOnesPass: () => (state = 'open'),
    restore() {
      state = 'open';
      for (const socket of sockets) socket.resume();
    },
    async close() {
      breakAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
