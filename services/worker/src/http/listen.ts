import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpServer } from '@yuexin/telemetry';
import type { Express } from 'express';

export type Listening = { port: number; close(): Promise<void> };

/** Resolves when the port is bound (0: any free one); rejects when it cannot be. */
export async function listen(app: Express, port: number): Promise<Listening> {
  const server = createHttpServer(app);
  server.listen(port);
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // A probe that keeps its connection alive must not hold up a shutdown.
  server.closeAllConnections();
  await closed;
}
