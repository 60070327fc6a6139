import { describe, expect, it } from '@jest/globals';
import { createTestDatabase, eventually } from '@yuexin/testkit';
import { AppEntity } from '../entities/app.entity.ts';
import { openTestCore } from '../test-support/open-test-core.ts';
import { recordLog } from '../test-support/record-log.ts';
import { readSqlState } from './map-database-error.ts';
import { openDatabase } from './open-database.ts';

const { core, testDatabase, openAnother } = await openTestCore({ poolMax: 2 });
const { database } = core;

const open = (databaseUrl: string, log = recordLog()) =>
  openDatabase({ databaseUrl, poolMax: 2, applicationName: 'yuexin-lost', logger: log.logger });

/** Ends every other connection to the test database, as a restart of the server would. */
const killConnections = () =>
  openAnother().database.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = 'yuexin-lost'`,
  );

describe('statements', () => {
  it('when types come back, then bigint is a number, bytea a buffer, timestamptz a date', async () => {
    const [row] = await database.query(
      "select 9007199254740991::bigint as n, '\\x00ff'::bytea as b, '2026-01-01T00:00:00.123Z'::timestamptz as at, '{\"a\":[1]}'::jsonb as j",
    );
    expect(row).toEqual({
      n: 9_007_199_254_740_991,
      b: Buffer.from([0, 255]),
      at: new Date('2026-01-01T00:00:00.123Z'),
      j: { a: [1] },
    });
  });

  it('when a statement is refused, then the connection lives on and the state is told', async () => {
    const pidOf = async () =>
      (await database.query<{ pid: number }>('select pg_backend_pid() as pid'))[0]!.pid;
    const before = await pidOf();
    const error = await database.query('select 1/0').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'internal-error' });
    expect(readSqlState(error)).toBe('22012');
    expect(await pidOf()).toBe(before);
  });

  it('when a text holds U+0000 or half a surrogate pair, then the input is at fault', async () => {
    for (const text of ['a\u0000b', '{"a":"\\u0000"}']) {
      const type = text.startsWith('{') ? 'jsonb' : 'text';
      await expect(database.query(`select $1::${type}`, [text])).rejects.toMatchObject({
        code: 'invalid-request',
      });
    }
  });

  it('when a prepared statement runs on, then the server keeps it under its name', async () => {
    const statement = { name: 'sum-of-two', text: 'select $1::int + $2::int as sum' };
    await database.query(statement, [1, 2]);
    expect(await database.query(statement, [3, 4])).toEqual([{ sum: 7 }]);
    const kept = await database.query(
      "select name from pg_prepared_statements where name = 'sum-of-two'",
    );
    expect(kept).toHaveLength(1);
  });
});

describe('behind a pooler that lends a connection for one transaction', () => {
  it('when statements run, then none is kept under a name, and nothing is set for a session', async () => {
    const pooled = openDatabase({
      ...{ databaseUrl: testDatabase.url, poolMax: 1, applicationName: 'yuexin-pooled' },
      ...{ pooler: 'transaction' as const, logger: recordLog().logger },
    });
    try {
      const statement = { name: 'sum-of-two', text: 'select $1::int + $2::int as sum' };
      expect(await pooled.query(statement, [1, 2])).toEqual([{ sum: 3 }]);
      const atomic = await pooled.atomically((inside) => inside.query(statement, [3, 4]));
      expect(atomic).toEqual([{ sum: 7 }]);
      expect(await pooled.query('select name from pg_prepared_statements')).toEqual([]);
      const limits = await pooled.query(
        "select name from pg_settings where source = 'client' and name like '%timeout'",
      );
      expect(limits).toEqual([]);
    } finally {
      await pooled.close();
    }
  });
});

describe('transactions', () => {
  it('when the work rejects, then nothing of it stays', async () => {
    const insert =
      "insert into audit (id, actor, action, target) values (gen_random_uuid(), 'a', 'b', 'c')";
    const failing = database.transaction(async (query) => {
      await query(insert);
      throw new Error('no');
    });
    await expect(failing).rejects.toMatchObject({ code: 'internal-error' });
    expect(await database.query('select 1 as n from audit')).toEqual([]);
    await database.transaction((query) => query(insert));
    expect(await database.query('select 1 as n from audit')).toHaveLength(1);
  });
});

describe('the one pool', () => {
  it('when SQL and TypeORM work at once, then they share at most poolMax connections', async () => {
    const shared = open(testDatabase.url);
    const work = Array.from({ length: 20 }, (_, n) =>
      n % 2 === 0
        ? shared.query('select pg_sleep(0.005)')
        : shared.entities((manager) => manager.count(AppEntity)),
    );
    await Promise.all(work);
    const connections = await database.query(
      "select 1 as n from pg_stat_activity where datname = current_database() and application_name = 'yuexin-lost'",
    );
    expect(connections).toHaveLength(2);
    await shared.close();
  });
});

describe('lost connections', () => {
  it('when idle connections die, then the process says so, lives and serves on', async () => {
    const log = recordLog();
    const lost = open(testDatabase.url, log);
    await lost.entities((manager) => manager.count(AppEntity));
    await killConnections();
    await eventually(() =>
      expect(log.messages()).toContain('An idle PostgreSQL connection was lost.'),
    );
    expect(await eventually(() => lost.query('select 1 as one'))).toEqual([{ one: 1 }]);
    expect(await lost.entities((manager) => manager.count(AppEntity))).toBe(0);
    await lost.close();
  });

  it('when a connection dies under a statement or in a transaction, then it is unavailable and the next works', async () => {
    const lost = open(testDatabase.url);
    const running = [
      lost.query('select pg_sleep(30)'),
      lost.transaction((query) => query('select pg_sleep(30)')),
    ].map((work) => work.catch((error: unknown) => error));
    await expect(sleepers()).resolves.toBe(2);
    await killConnections();
    for (const outcome of await Promise.all(running)) {
      expect(outcome).toMatchObject({ code: 'unavailable' });
    }
    expect(await lost.query('select 1 as one')).toEqual([{ one: 1 }]);
    await lost.close();
  });

  it('when the database comes only later, then the same pool finds it, for SQL and TypeORM', async () => {
    const url = new URL(testDatabase.url);
    url.pathname += '_later';
    const early = open(url.href);
    await expect(early.query('select 1')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('has no database named'),
    });
    await expect(early.entities((manager) => manager.count(AppEntity))).rejects.toMatchObject({
      code: 'unavailable',
    });
    const later = await createTestDatabase();
    await openAnother({ poolMax: 1 }).database.query(
      `alter database ${later.name} rename to ${url.pathname.slice(1)}`,
    );
    expect(await early.entities((manager) => manager.count(AppEntity))).toBe(0);
    await early.close();
    await database.query(`drop database ${url.pathname.slice(1)} with (force)`);
  });
});

async function sleepers(): Promise<number> {
  return eventually(async () => {
    const rows = await database.query(
      "select 1 as n from pg_stat_activity where application_name = 'yuexin-lost' and state = 'active'",
    );
    return rows.length === 2 ? rows.length : null;
  });
}
