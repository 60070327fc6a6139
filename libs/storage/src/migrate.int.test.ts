import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { migrations } from '@yuexin/migrations';
import { createTestDatabase } from '@yuexin/testkit';
import { openDatabase } from './database/open-database.ts';
import { migrate } from './migrate.ts';
import { migrationProblem } from './schema/migration-problem.ts';
import { readFunctions } from './schema/read-functions.ts';
import { recordLog } from './test-support/record-log.ts';
import { undoMigration } from './test-support/undo-migration.ts';

// Every function is installed again and again.
jest.setTimeout(30_000);

const empty = await createTestDatabase({ isMigrated: false });
const log = recordLog();
const database = openDatabase({
  databaseUrl: empty.url,
  poolMax: 2,
  applicationName: 'test',
  logger: log.logger,
});

afterAll(async () => {
  await database.close();
  await empty.drop();
});

const run = () => migrate({ databaseUrl: empty.url, logger: log.logger });

describe('migrate', () => {
  it('when the database is empty, then readiness says that it is not migrated', async () => {
    expect(await migrationProblem(database.query)).toBe(
      'The database is not migrated yet: run `npm run migrate`.',
    );
  });

  it('when four run at once, then one does the work and the others find it done', async () => {
    const results = await Promise.all([run(), run(), run(), run()]);
    const done = results.filter((result) => result.migrations.length > 0);
    expect(done).toHaveLength(1);
    expect(done[0]?.migrations).toHaveLength(migrations.length);
    expect(log.messages()).toContain('Another process is migrating this database; waiting for it.');
    expect(await migrationProblem(database.query)).toBeNull();
  });

  it('when it runs again, then nothing is done', async () => {
    expect(await run()).toEqual({ migrations: [], functionFiles: [] });
  });

  it('when one migration is missing, then readiness names the distance and the next run closes it', async () => {
    for (const statement of await undoMigration(migrations.at(-1)!))
      await database.query(statement);
    expect(await migrationProblem(database.query)).toMatch(/behind by 1 migration/);
    expect((await run()).migrations).toHaveLength(1);
    expect(await migrationProblem(database.query)).toBeNull();
  });
});

describe('installed functions', () => {
  it('when a function file was installed in another version, then readiness names it and migrate mends it', async () => {
    const [file] = await readFunctions();
    const fileName = file!.fileName;
    await database.query("update installed_functions set checksum = 'old' where file_name = $1", [
      fileName,
    ]);
    expect(await migrationProblem(database.query)).toContain(fileName);
    expect((await run()).functionFiles).toEqual([fileName]);
    expect(await migrationProblem(database.query)).toBeNull();
  });

  it('when a function had another signature before, then only the new one remains', async () => {
    const [file] = await readFunctions();
    const name = file!.functionNames[0]!;
    await database.query(
      `create function ${name}(old_signature circle) returns int language sql return 1`,
    );
    await database.query("update installed_functions set checksum = 'old' where file_name = $1", [
      file!.fileName,
    ]);
    await run();
    const overloads = await database.query('select 1 as one from pg_proc where proname = $1', [
      name,
    ]);
    expect(overloads).toHaveLength(1);
  });

  it('when a file is gone from this version, then its functions go too', async () => {
    await database.query('create function left_behind() returns int language sql return 1');
    await database.query(
      "insert into installed_functions values ('left-behind.sql', 'x', '{left_behind}')",
    );
    expect((await run()).functionFiles).toEqual(['left-behind.sql']);
    expect(
      await database.query("select 1 as one from pg_proc where proname = 'left_behind'"),
    ).toEqual([]);
  });
});

describe('a database that cannot be had', () => {
  const at = (change: (url: URL) => void) => {
    const url = new URL(empty.url);
    change(url);
    return migrate({ databaseUrl: url.href, logger: log.logger });
  };

  it('when the database does not exist, then the message names it', async () => {
    await expect(at((url) => (url.pathname = '/no_such_one'))).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/has no database named no_such_one\.$/),
    });
  });

  it('when the password is wrong, then the message says so without it', async () => {
    const failure = await at((url) => (url.password = 'hunter2')).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/refuses the password of user \w+\.$/),
    });
    expect(JSON.stringify(failure) + String(failure)).not.toContain('hunter2');
  });

  it('when nobody listens there, then the message names host and port', async () => {
    await expect(at((url) => (url.port = '1'))).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/:1 does not answer \(ECONNREFUSED\)\.$/),
    });
  });
});
