import { Pool, type Dispatcher } from 'undici';

/**
 * The connections of subscribe/send: one request at a time on each, kept open for a few idle seconds. Shorter than any
 * server's idle limit, since a connection closed under a written request costs an unconfirmed push. Headers and body have
 * no timeouts of their own: the post's total limit is the one that counts.
 */
export function createSendPool(input: {
  origin: string;
  connectMs: number;
  maxConnections: number;
  ca: string | undefined;
}): Dispatcher {
  return new Pool(input.origin, {
    connections: input.maxConnections,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 30_000,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      timeout: input.connectMs,
      ...(input.ca === undefined ? {} : { ca: input.ca }),
    },
  });
}
