import pg from 'pg';
import { DataSource, type Logger } from 'typeorm';
import { migrations } from '@yuexin/migrations';
import { describeDatabase } from './database/describe-database.ts';
import { mapDatabaseError } from './database/map-database-error.ts';
import type { RunQuery } from './database/run-query.ts';
import type { StorageLogger } from './database/storage-logger.ts';
import { installFunctions } from './schema/install-functions.ts';
import { migrationsTable } from './schema/migration-problem.ts';

export type MigrateResult = { migrations: string[]; functionFiles: string[] };

/** Any number that no other advisory lock of this database uses ("yuexin" as bytes). */
const lockKey = '133554815461742';

/**
 * Brings a database to this version: migrations, then functions, all in one transaction each.
 * Safe to run from any number of processes at once (an advisory lock on a connection of its own
 * lets one work while the others wait), through a pooler in transaction mode too, and again at any time. Throws `unavailable` when the
 * database is not there, its name or password wrong.
 */
export async function migrate(options: {
  databaseUrl: string;
  logger: StorageLogger;
}): Promise<MigrateResult> {
  const address = describeDatabase(options.databaseUrl);
  const lock = new pg.Client({
    connectionString: options.databaseUrl,
    application_name: 'yuexin-migrate-lock',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // The lock is lost with its connection; the statement that meets it reports the loss.
  lock.on('error', () => undefined);
  try {
    await lock.connect();
    await takeLock(lock, options.logger);
    return await migrateLocked(options.databaseUrl);
  } catch (error) {
    throw mapDatabaseError(error, address);
  } finally {
    await lock.end().catch(() => undefined);
  }
}

/**
 * Held by a transaction, not by the session: a pooler in transaction mode would hand the session, lock and all, to
 * somebody else, and whoever migrates next would wait for ever. Whatever ends idle transactions must not end this one.
 */
async function takeLock(lock: pg.Client, logger: StorageLogger): Promise<void> {
  await lock.query(
    'begin; set local idle_in_transaction_session_timeout = 0; set local statement_timeout = 0; set local lock_timeout = 0',
  );
  const tried = await lock.query<{ is_mine: boolean }>(
    'select pg_try_advisory_xact_lock($1) as is_mine',
    [lockKey],
  );
  if (tried.rows[0]?.is_mine === true) return;
  logger.info('Another process is migrating this database; waiting for it.');
  await lock.query('select pg_advisory_xact_lock($1)', [lockKey]);
}

/** TypeORM would print a failed migration; the caller gets it as an error and says it once. */
const silent: Logger = {
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
};

async function migrateLocked(databaseUrl: string): Promise<MigrateResult> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: databaseUrl,
    applicationName: 'yuexin-migrate',
    poolSize: 1,
    migrations,
    migrationsTableName: migrationsTable,
    logger: silent,
  });
  await dataSource.initialize();
  try {
    const done = await dataSource.runMigrations({ transaction: 'all' });
    const functionFiles = await dataSource.transaction((manager) => {
      const query: RunQuery = (statement, values) => {
        const text = typeof statement === 'string' ? statement : statement.text;
        return manager.query(text, values === undefined ? undefined : [...values]);
      };
      return installFunctions(query);
    });
    return { migrations: done.map((migration) => migration.name), functionFiles };
  } finally {
    await dataSource.destroy();
  }
}
