import { DataSource, type Logger } from 'typeorm';
import { migrationsTable } from '../schema/migration-problem.ts';
import type { MigrationClass } from './migration-class.ts';

/**
 * Of the session, from its first moment: a build may take its time, and waits half a minute for transactions older than it before it begins anew.
 * Set later, it would stay on a connection that a pooler lends to others.
 */
const sessionOptions =
  '-c statement_timeout=0 -c lock_timeout=30000 -c idle_in_transaction_session_timeout=0';

/** TypeORM would print a failed migration; the caller gets it as an error and says it once. */
const silent: Logger = {
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
};

/** One connection that these migrations can be run on. A pooler that refuses settings of a session keeps its own. */
export async function openMigrationSource(options: {
  databaseUrl: string;
  migrations: readonly MigrationClass[];
}): Promise<DataSource> {
  try {
    return await open(options, { options: sessionOptions });
  } catch (error) {
    if (!/unsupported startup parameter/i.test(String(error))) throw error;
    return open(options, {});
  }
}

async function open(
  options: { databaseUrl: string; migrations: readonly MigrationClass[] },
  extra: { options?: string },
): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.databaseUrl,
    applicationName: 'yuexin-migrate',
    poolSize: 1,
    migrations: [...options.migrations],
    migrationsTableName: migrationsTable,
    logger: silent,
    extra,
  });
  return dataSource.initialize();
}
