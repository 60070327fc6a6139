import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { StorageLogger } from '../database/storage-logger.ts';

/** Any number that no other advisory lock of this database uses ("yuexin" as bytes). */
const lockKey = '133554815461742';

export const lockApplicationName = 'yuexin-migrate-lock';

const pollMs = 250;

/** Whatever ends idle transactions must not end this one; an isolation that keeps a snapshot would hold up our own index builds. */
const beginning = `begin isolation level read committed;
  set local idle_in_transaction_session_timeout = 0; set local statement_timeout = 0`;

export type MigrationLock = {
  /** Rejects when the lock was lost with its connection: somebody else may be migrating by now. */
  assertHeld(): Promise<void>;
  release(): Promise<void>;
};

/**
 * Waits until nobody else migrates this database, saying so once. Held by a transaction on a connection of its own, not by the
 * session: a pooler in transaction mode would hand the session, lock and all, to somebody else, and whoever migrates next would wait
 * for ever. Who waits asks again and again: a statement that waits has a snapshot, which an index that is built concurrently waits for.
 */
export async function takeMigrationLock(options: {
  databaseUrl: string;
  logger: StorageLogger;
}): Promise<MigrationLock> {
  const client = new pg.Client({
    connectionString: options.databaseUrl,
    application_name: lockApplicationName,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // The lock is lost with its connection; the statement that meets it reports the loss.
  client.on('error', () => undefined);
  const release = () => client.end().catch(() => undefined);
  try {
    await client.connect();
    for (let tries = 1; !(await tryLock(client)); tries += 1) {
      if (tries === 1)
        options.logger.info('Another process is migrating this database; waiting for it.');
      await delay(pollMs);
    }
  } catch (error) {
    await release();
    throw error;
  }
  return {
    async assertHeld() {
      await client.query('select 1');
    },
    release,
  };
}

async function tryLock(client: pg.Client): Promise<boolean> {
  await client.query(beginning);
  const tried = await client.query<{ is_mine: boolean }>(
    'select pg_try_advisory_xact_lock($1) as is_mine',
    [lockKey],
  );
  const isMine = tried.rows[0]?.is_mine === true;
  if (!isMine) await client.query('rollback');
  return isMine;
}
