import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { hasTestFileFailed } from './has-test-file-failed.ts';
import { ensureTemplateDatabase } from './ensure-template-database.ts';
import { testDatabaseServerUrl } from './test-addresses.ts';
import { urlOfDatabase } from './url-of-database.ts';

export type TestDatabase = {
  url: string;
  name: string;
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
  return {
    url: urlOfDatabase(serverUrl, name),
    name,
    async drop() {
      if (hasTestFileFailed()) {
        process.stderr.write(`The failed test's database is kept: ${name}\n`);
        return;
      }
      await runOnServer(serverUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

async function runOnServer(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl, application_name: 'yuexin-testkit' });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
