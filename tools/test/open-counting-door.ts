import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to PostgreSQL that counts what is executed on it. */
export type CountingDoor = {
  url: string;
  /** Executions by prepared statement's name, or by text. */
  counts(): ReadonlyMap<string, number>;
  reset(): void;
  close(): Promise<void>;
};

/** Reads the client's half of PostgreSQL's protocol: Query (Q), Parse (P), Bind (B), Execute (E). */
export async function openCountingDoor(databaseUrl: string): Promise<CountingDoor> {
  const target = new URL(databaseUrl);
  let counts = new Map<string, number>();
  const sockets = new Set<Socket>();
  const count = (statement: string): void => {
    counts.set(statement, (counts.get(statement) ?? 0) + 1);
  };
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const read = createStatementReader(count);
    client.on('data', read);
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.toString(),
    counts: () => counts,
    reset: () => (counts = new Map()),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function createStatementReader(count: (statement: string) => void): (chunk: Buffer) => void {
  let kept = Buffer.alloc(0);
  let isStarted = false;
  let unnamed = '';
  let bound = '';
  const see = (type: string, body: Buffer): void => {
    if (type === 'Q') count(textAt(body, 0));
    if (type === 'E') count(bound === '' ? unnamed : bound);
    if (type === 'P' && body[0] === 0) unnamed = textAt(body, 1);
    // The portal's name comes first; ours have none.
    if (type === 'B') bound = textAt(body, body.indexOf(0) + 1);
  };
  return (chunk) => {
    kept = Buffer.concat([kept, chunk]);
    for (;;) {
      // The first message of a connection has no type.
      const lengthAt = isStarted ? 1 : 0;
      if (kept.length < lengthAt + 4) return;
      const end = lengthAt + kept.readInt32BE(lengthAt);
      if (kept.length < end) return;
      if (isStarted) see(kept.toString('latin1', 0, 1), kept.subarray(5, end));
      isStarted = true;
      kept = kept.subarray(end);
    }
  };
}

const textAt = (body: Buffer, start: number): string =>
  body.toString('utf8', start, body.indexOf(0, start)).replaceAll(/\s+/g, ' ').trim();
