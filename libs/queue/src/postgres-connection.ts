import { Pool } from 'pg';

/** BullMQ's own default; with a pool of ours it cannot be another. */
export const queueSchema = 'bullmq';

export type PostgresPoolOptions = {
  url: string;
  poolMax: number;
  onError: (error: Error) => void;
};

/**
 * The one pool of the process. Its commits do not wait for the disk: a crash of PostgreSQL may forget the last
 * moments of the queue (never of the truth, which lies elsewhere), and the marker's table is emptied by the same
 * crash, so that the worker puts everything back (see postgres-marker.ts).
 */
export function createQueuePool({ url, poolMax, onError }: PostgresPoolOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    max: poolMax,
    options: `-c search_path=${queueSchema} -c synchronous_commit=off`,
    application_name: 'yuexin-queue',
    connectionTimeoutMillis: 10_000,
    query_timeout: 30_000,
    // Without it BullMQ cannot tell a dead LISTEN connection from a quiet one.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  // Each Queue and Worker listens for the pool's errors.
  pool.setMaxListeners(0);
  pool.on('error', onError);
  // Its welcome and its farewell may come in one packet, before whoever asked for the connection can listen.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  return pool;
}
