import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { loadMigrateConfig } from '@yuexin/config';
import { openStorage } from '@yuexin/storage';
import { createFakeClock, createTestDatabase, eventually, testMasterKey } from '@yuexin/testkit';
import { runMigrate } from './run-migrate.ts';

function world(databaseUrl: string, queueUrl?: string) {
  const lines: string[] = [];
  const note = (message: string) => {
    lines.push(message);
  };
  const clock = createFakeClock();
  const env = { DATABASE_URL: databaseUrl, ...(queueUrl && { QUEUE_URL: queueUrl }) };
  const logger = { info: note, warn: note };
  const run = (waitLimitMs = 0) =>
    runMigrate({ config: loadMigrateConfig(env), logger, clock, waitLimitMs });
  return { lines, run, logger, clock };
}

/** On the server's own database: nobody may be connected to what is renamed. */
async function rename(from: string, to: string): Promise<void> {
  const server = new pg.Client({ connectionString: process.env.TEST_DATABASE_URL });
  await server.connect();
  await server.query(`alter database ${from} rename to ${to}`);
  await server.end();
}

const missing = (url: string) => url.replace(/\/yx_test_\w+$/, '/yx_nowhere');

describe('npm run migrate', () => {
  it('when it runs twice at once and again, then database and queue are migrated and each says one line', async () => {
    const database = await createTestDatabase({ isMigrated: false });
    const { lines, run, logger } = world(database.url);
    await Promise.all([run(), run()]);
    expect(lines).toContainEqual(
      expect.stringMatching(/^The database in PostgreSQL at .* is migrated: \d+ migrations, \d+ /),
    );
    lines.length = 0;
    await run();
    expect(lines).toEqual([
      expect.stringMatching(/^The database in PostgreSQL at \S+ is current\.$/),
      expect.stringMatching(/^The queue's schema in PostgreSQL at \S+ is current\.$/),
    ]);
    const storage = openStorage({
      ...{ databaseUrl: database.url, poolMax: 1, masterKeys: [testMasterKey] },
      ...{ applicationName: 'test', logger },
    });
    expect(await storage.problem()).toBeNull();
    await storage.close();
    await database.drop();
  });

  it('when the queue is Redis, then only the database is migrated', async () => {
    const database = await createTestDatabase({ isMigrated: false });
    const { lines, run } = world(database.url, 'redis://:s3cret@127.0.0.1:1/0');
    await run();
    expect(lines.at(-1)).toBe('The queue in Redis at 127.0.0.1:1/0 needs no schema.');
    await database.drop();
  });

  it('when the database is not there in time, then the last cause is thrown', async () => {
    const database = await createTestDatabase({ isMigrated: false });
    await expect(world(missing(database.url)).run()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('has no database named yx_nowhere'),
    });
    const queueAway = world(database.url, missing(database.url));
    await expect(queueAway.run()).rejects.toMatchObject({
      message: expect.stringContaining('has no database named yx_nowhere'),
    });
    await database.drop();
  });

  it('when the database comes while it waits, then it goes on, having said once for what it waits', async () => {
    const database = await createTestDatabase({ isMigrated: false });
    const later = await createTestDatabase({ isMigrated: false });
    await later.drop();
    const { lines, run } = world(later.url);
    const running = run(60_000);
    await eventually(() => lines.some((line) => line.startsWith('Waiting for PostgreSQL')));
    await rename(database.name, later.name);
    await running;
    expect(lines.filter((line) => line.startsWith('Waiting'))).toHaveLength(1);
    await later.drop();
  });
});
