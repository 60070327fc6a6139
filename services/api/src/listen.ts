import { once } from 'node:events';
import type { Server } from 'node:http';
import { AppError } from '@yuexin/errors';

/**
 * Longer than load balancers keep an idle connection (60 s is usual): a connection that we close first may just be in use again, and
 * its request is answered by 502.
 */
const idleConnectionMs = 65_000;

/** Resolves when the server takes connections. Throws one sentence for a port that is taken. */
export async function listen(server: Server, port: number): Promise<void> {
  server.keepAliveTimeout = idleConnectionMs;
  server.listen(port);
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new AppError('conflict', { message: `Port ${port} is taken by another process.` });
  }
}

/** From now on every connection is closed after its next answer: whoever keeps one finds another api before this one is gone. */
export function closeAfterAnswers(server: Server): void {
  server.prependListener('request', (_request, response) => {
    response.setHeader('connection', 'close');
  });
}

/** Takes no more connections; resolves when those that are open have been answered. Idle ones are closed. */
export async function stopListening(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  // A connection that was busy becomes idle after its answer, and would keep the server open until its keep-alive ends.
  const timer = setInterval(() => server.closeIdleConnections(), 50);
  await closed;
  clearInterval(timer);
}
