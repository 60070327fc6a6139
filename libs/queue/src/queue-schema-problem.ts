import type { QueueTarget } from '@yuexin/config';
import { Pool } from 'pg';
import { readQueueTarget } from './migrate-queue.ts';
import { postgresSchemaProblem } from './postgres-schema-problem.ts';

/**
 * Null when the queue's schema is current (always, for Redis), else a sentence that says what to do.
 * Changes nothing. Throws what PostgreSQL says when it does not answer.
 */
export async function queueSchemaProblem({
  url,
}: {
  url: string | QueueTarget;
}): Promise<string | null> {
  const target = readQueueTarget(url);
  if (target.engine === 'redis') return null;
  const pool = new Pool({ connectionString: target.url, max: 1, connectionTimeoutMillis: 10_000 });
  pool.on('error', () => undefined);
  try {
    return await postgresSchemaProblem(pool);
  } finally {
    await pool.end();
  }
}
