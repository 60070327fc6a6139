import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { hasTestFileFailed } from './has-test-file-failed.ts';
import { ensureTemplateDatabase } from './ensure-template-database.ts';
import { testDatabaseServerUrl } from './test-addresses.ts';
import { urlOfDatabase } from './url-of-database.ts';

export type TestDatabase = {
  url: string;
  name: string;
  /** Runs a statement on a connection of its own: for what no repository does. */
  run(sql: string): Promise<void>;
  /** The rows of a query of the same kind. */
  read<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Runs a statement in a transaction that stays open until the function it resolves to is called: for locks. */
  hold(sql: string): Promise<() => Promise<void>>;
  /** Ends every connection and lets none in until the function it resolves to is called: for PostgreSQL being down. */
  shut(): Promise<() => Promise<void>>;
  /** Drops the database, or keeps it and says its name when something in this test file failed. */
  drop(): Promise<void>;
};

/**
 * Clones a migrated database for one test file. `isMigrated: false` gives an empty one. The server
 * comes from TEST_DATABASE_URL.
 */
export async function createTestDatabase(
  options: { isMigrated?: boolean } = {},
): Promise<TestDatabase> {
  const serverUrl = testDatabaseServerUrl();
  const name = `yx_test_${randomBytes(5).toString('hex')}`;
  const template =
    options.isMigrated === false ? 'template0' : await ensureTemplateDatabase(serverUrl);
  await runOnServer(serverUrl, `create database ${name} template ${template}`);
  const url = urlOfDatabase(serverUrl, name);
  return {
    url,
    name,
    run: async (sql) => {
      await runOnServer(url, sql);
    },
    read: async <Row extends object>(sql: string, values?: readonly unknown[]) =>
      (await runOnServer(url, sql, values)) as Row[],
    async hold(sql) {
      const client = new pg.Client({ connectionString: url, application_name: 'yuexin-testkit' });
      await client.connect();
      await client.query('begin');
      await client.query(sql);
      return () => client.end();
    },
    async shut() {
      const allow = (isOpen: boolean) =>
        runOnServer(serverUrl, `alter database ${name} allow_connections ${isOpen}`);
      await allow(false);
      await runOnServer(
        serverUrl,
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
      );
      return async () => {
        await allow(true);
      };
    },
    async drop() {
      if (hasTestFileFailed()) {
        process.stderr.write(`The failed test's database is kept: ${name}\n`);
        return;
      }
      await runOnServer(serverUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

async function runOnServer(
  serverUrl: string,
  sql: string,
  values?: readonly unknown[],
): Promise<object[]> {
  const client = new pg.Client({ connectionString: serverUrl, application_name: 'yuexin-testkit' });
  await client.connect();
  try {
    return (await client.query<object>(sql, values as unknown[])).rows;
  } finally {
    await client.end();
  }
}
