import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { monotonicMs } from '../upstream/send-tally.ts';
import { createMessageReader } from './message-reader.ts';

/** A caller's server that takes every callback and notes how long ago its push was asked for. */
export type Receiver = {
  url: string;
  /** Forgets what it has heard. */
  reset(): void;
  /** Milliseconds from the request of each push (its `stamp`) to its callback, once there are so many. @throws Error when they do not come. */
  delays(count: number, limitMs: number): Promise<number[]>;
  heard(): number;
  close: () => Promise<void>;
};

const STAMP = /stamp=(\d+\.\d+)/;
const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';
const LOOK_MS = 20;

export async function openReceiver(): Promise<Receiver> {
  const sockets = new Set<Socket>();
  let heard = 0;
  let delays: number[] = [];
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const read = createMessageReader(({ body }) => {
      heard += 1;
      const stamp = STAMP.exec(body.toString('utf8'))?.[1];
      if (stamp !== undefined) delays.push(monotonicMs() - Number(stamp));
      socket.end(ANSWER);
    });
    socket.on('data', read);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/callbacks`,
    reset() {
      heard = 0;
      delays = [];
    },
    async delays(count, limitMs) {
      const endAt = monotonicMs() + limitMs;
      while (delays.length < count) {
        if (monotonicMs() > endAt)
          throw new Error(`Of ${String(count)} callbacks ${String(delays.length)} came.`);
        await delay(LOOK_MS);
      }
      return delays;
    },
    heard: () => heard,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
