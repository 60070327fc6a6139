import { afterAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, eventually } from '@yuexin/testkit';
import { openDatabase } from './database/open-database.ts';
import { migrate } from './migrate.ts';
import { openStorage } from './open-storage.ts';
import type { Storage } from './storage.ts';
import { testMasterKey } from './test-support/open-test-core.ts';
import { recordLog } from './test-support/record-log.ts';

const empty = await createTestDatabase({ isMigrated: false });
const log = recordLog();
const opened: Storage[] = [];

function open(change: (url: URL) => void = () => undefined, masterKeys = [testMasterKey]): Storage {
  const url = new URL(empty.url);
  change(url);
  const storage = openStorage({
    databaseUrl: url.href,
    poolMax: 2,
    masterKeys,
    applicationName: 'yuexin-test',
    logger: log.logger,
  });
  opened.push(storage);
  return storage;
}

afterAll(async () => {
  await Promise.all(opened.map((storage) => storage.close()));
  await empty.drop();
});

describe('a storage that cannot work yet', () => {
  it.each<[string, (url: URL) => void, RegExp]>([
    ['nobody listens', (url) => (url.port = '1'), /^PostgreSQL at 127\.0\.0\.1:1 does not answer/],
    ['the database is missing', (url) => (url.pathname = '/nope'), /has no database named nope\.$/],
    ['the password is wrong', (url) => (url.password = 'hunter2'), /refuses the password of user/],
    ['it is not migrated', () => undefined, /^The database is not migrated yet: run `npm run migr/],
  ])('when %s, then one sentence says so without the password', async (_, change, sentence) => {
    const problem = await open(change).problem();
    expect(problem).toMatch(sentence);
    expect(problem).not.toContain('hunter2');
  });

  it('when it waits for a database that never comes, then an abort ends the wait', async () => {
    const abort = new AbortController();
    const waiting = open((url) => (url.port = '1')).ready(abort.signal);
    const failure = waiting.catch((error: unknown) => error);
    await eventually(() => log.messages().some((message) => message.includes(':1 does not')));
    abort.abort(new Error('SIGTERM'));
    expect(await failure).toEqual(new Error('SIGTERM'));
  });
});

describe('a storage that comes to work', () => {
  it('when it started before the migration, then it is ready once that is done', async () => {
    const storage = open();
    const ready = storage.ready();
    await eventually(() => log.messages().some((message) => message.includes('not migrated yet')));
    await migrate({ databaseUrl: empty.url, logger: log.logger });
    await ready;
    expect(log.messages()).toContain('The database is ready.');
    expect(await storage.problem()).toBeNull();
    expect(await storage.apps.list()).toEqual([]);
  });

  it('when MASTER_KEY belongs to another database, then that is the problem', async () => {
    const storage = open(() => undefined, [Buffer.alloc(32, 1)]);
    expect(await storage.problem()).toMatch(/^MASTER_KEY does not list the key [0-9a-f]{16} /);
  });

  it('when a newer version changes a function under a running process, then it stays ready, a new one does not', async () => {
    const running = open();
    await running.ready();
    const database = openDatabase({
      ...{ databaseUrl: empty.url, poolMax: 1, applicationName: 'test', logger: log.logger },
    });
    await database.query("update installed_functions set checksum = 'newer'");
    await database.query("insert into schema_migrations (timestamp, name) values (1, 'Newer1')");
    expect(await running.problem()).toBeNull();
    expect(await open().problem()).toMatch(/has other versions of/);
    await database.query('delete from schema_migrations');
    expect(await running.problem()).toMatch(/not migrated/);
    await database.close();
  });

  it('when it is closed twice, then both closes succeed and calls are unavailable', async () => {
    const storage = open();
    await storage.apps.list().catch(() => null);
    await Promise.all([storage.close(), storage.close()]);
    await expect(storage.apps.list()).rejects.toMatchObject({ code: 'unavailable' });
  });
});
