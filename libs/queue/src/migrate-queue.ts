import { parseQueueUrl, type QueueTarget } from '@yuexin/config';
import { AppError } from '@yuexin/errors';
import { runMigrations } from 'bullmq';
import { Client } from 'pg';
import { queueSchema } from './postgres-connection.ts';
import { createMarkerTable } from './postgres-marker.ts';

/** Any constant of our own: two processes that migrate take turns. */
const lockKey = 7_904_235_511;

/** Throws AppError `invalid-request` for what is not the URL of a queue. */
export function readQueueTarget(url: string | QueueTarget): QueueTarget {
  const target = typeof url === 'string' ? parseQueueUrl(url) : url;
  if (target !== null) return target;
  // The URL itself may hold a password.
  throw new AppError('invalid-request', { message: 'The queue URL cannot be read.' });
}

/**
 * Brings the queue's schema up: BullMQ's own migrations and the marker's table, in schema `bullmq`.
 * Does nothing for Redis. May run twice and from two processes at once. Throws what PostgreSQL says.
 */
export async function migrateQueue({ url }: { url: string | QueueTarget }): Promise<void> {
  const target = readQueueTarget(url);
  if (target.engine === 'redis') return;
  const client = new Client({
    connectionString: target.url,
    application_name: 'yuexin-migrate-queue',
    // Our tables and BullMQ's functions are made in one schema whatever the role's own search_path says.
    options: `-c search_path=${queueSchema}`,
  });
  // A connection that breaks rejects the query in hand; without a listener it would end the process as well.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await runMigrations(client, queueSchema);
    await createMarkerTable(client);
  } finally {
    // Ends the session, and with it the lock.
    await client.end();
  }
}
