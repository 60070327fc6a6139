import { migrations } from '@yuexin/migrations';
import { describeDatabase } from './database/describe-database.ts';
import { mapDatabaseError } from './database/map-database-error.ts';
import type { StorageLogger } from './database/storage-logger.ts';
import type { MigrationClass } from './migration/migration-class.ts';
import { runMigrations } from './migration/run-migrations.ts';
import { takeMigrationLock } from './migration/take-migration-lock.ts';

export type MigrateResult = { migrations: string[]; functionFiles: string[] };

/**
 * Brings a database to this version while others write to it: migrations, each in a transaction of its own or in none, then functions in
 * one. A migration waits for a table's lock for a second at a time, an index of a table that is there is built beside the writers. Safe to
 * run from any number of processes at once (an advisory lock on a connection of its own lets one work while the others wait), through a
 * pooler in transaction mode too, and again at any time: what was broken off goes on. Throws `unavailable` when the database is not
 * there, its name or password wrong, or a lock cannot be had; `conflict` when a pooler ends an index build that takes long.
 */
export async function migrate(options: {
  databaseUrl: string;
  logger: StorageLogger;
  /** Of this version unless told. */
  migrations?: readonly MigrationClass[];
}): Promise<MigrateResult> {
  const address = describeDatabase(options.databaseUrl);
  try {
    const lock = await takeMigrationLock(options);
    try {
      return await runMigrations({ migrations, ...options, address, lock });
    } finally {
      await lock.release();
    }
  } catch (error) {
    throw mapDatabaseError(error, address);
  }
}
