import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { migrations } from '@yuexin/migrations';
import { createTestDatabase, eventually } from '@yuexin/testkit';
import { migrate } from '../migrate.ts';
import { openWriter } from '../test-support/open-writer.ts';
import { recordLog } from '../test-support/record-log.ts';
import { undoMigration } from '../test-support/undo-migration.ts';
import type { MigrationClass } from './migration-class.ts';
import { migrationOf } from '../test-support/migration-of.ts';

// A few hundred thousand rows, and builds that take three seconds each.
jest.setTimeout(240_000);

const rows = 100_000;
const database = await createTestDatabase();

afterAll(() => database.drop());

const push = (id: string, state: string, from: string) => `
  insert into pushes (id, app_id, template_id, caller_id, data, lang, miniprogram_state, on_no_grant, on_unconfirmed,
    ttl_seconds, state, reason, due_at, expires_at, ended_at)
  select ${id}, 'wx-1', 'tpl-1', gen_random_uuid(), '{}', 'zh_CN', 'formal', 'park', 'reconcile',
    60, '${state}', '{"code": "refused"}', now(), now(), now() ${from}`;
const grant = (from: string) => `
  insert into grants (id, app_id, user_id, template_id, state, evidence, obtained_at)
  select gen_random_uuid(), 'wx-1', u.id, 'tpl-1', 'available', 'reported', now() from users u${from}`;

/** Whoever still holds a lock at the end of an index build holds it for three seconds, as on a table that is fifty times larger. */
const slowBuilds = `
  create function linger() returns event_trigger language plpgsql as $$ begin perform pg_sleep(3); end $$;
  create event trigger slow_builds on ddl_command_end when tag in ('CREATE INDEX') execute function linger()`;

const log = recordLog();
const run = (list: readonly MigrationClass[] = migrations) =>
  migrate({ databaseUrl: database.url, logger: log.logger, migrations: list });

const validity = async (...names: string[]) => {
  const found = await database.read<{ name: string; isValid: boolean }>(
    `select indexrelid::regclass::text as name, indisvalid as "isValid" from pg_index
     where indexrelid::regclass::text = any($1)`,
    [names],
  );
  return Object.fromEntries(found.map(({ name, isValid }) => [name, isValid]));
};

beforeAll(async () => {
  await database.run(`
    insert into apps (app_id, name, secret_cipher) values ('wx-1', 'x', '');
    insert into users (id, app_id, openid) select gen_random_uuid(), 'wx-1', 'o' || n from generate_series(1, 100) n`);
  await database.run(push('gen_random_uuid()', 'dead', `from generate_series(1, ${rows})`));
  await database.run(grant(` cross join generate_series(1, ${rows / 100})`));
});

describe('a migration of a database that is written to', () => {
  test('when tables are large, then no write waits for longer than the hot path does', async () => {
    const older = migrations.filter((Migration) => /00(24|27)$/.test(new Migration().name));
    for (const Migration of older)
      for (const statement of await undoMigration(Migration)) await database.run(statement);
    await database.run(slowBuilds);
    const next = migrationOf('Next', false, [
      'create index concurrently pushes_next on pushes (biz_id, ended_at)',
    ]);
    const writers = await Promise.all([
      openWriter(database.url, [push('gen_random_uuid()', 'dead', '')]),
      openWriter(database.url, [grant(' limit 1'), `update users set busy_until = now()`]),
    ]);
    const done = await run([...migrations, next]);
    const results = await Promise.all(writers.map((writer) => writer.stop()));
    await database.run('drop event trigger slow_builds');
    expect(results.map(({ refused }) => refused)).toEqual([[], []]);
    for (const { written } of results) expect(written).toBeGreaterThan(10);
    expect(done.migrations).toHaveLength(3);
    expect(
      await validity('grants_earmarked', 'grants_kept_until', 'pushes_dead_causes', 'pushes_next'),
    ).toEqual({
      ...{ grants_earmarked: true, grants_kept_until: true },
      ...{ pushes_dead_causes: true, pushes_next: true },
    });
  });

  test('when somebody reads a table for long, then writes pass by the migration that waits for it', async () => {
    const widened = migrationOf('Widened', undefined, ['alter table pushes add column wide text']);
    const release = await database.hold('select count(*) from pushes');
    const writer = await openWriter(database.url, [push('gen_random_uuid()', 'dead', '')]);
    const migrating = run([...migrations, widened]);
    try {
      await eventually(() =>
        log.messages().some((line) => /Session \d+ \(yuexin-testkit\) has had/.test(line)),
      );
    } finally {
      await release();
    }
    expect((await migrating).migrations).toEqual([new widened().name]);
    expect(await writer.stop()).toMatchObject({ refused: [] });
  });
});

describe('a migration that is broken off', () => {
  test('when one fails, then those before it stay, and the next run goes on there', async () => {
    const first = migrationOf('First', undefined, ['create table first_of_two (id integer)']);
    const failing = migrationOf('Second', undefined, [
      'create table second_of_two (id integer)',
      'select 1 / 0',
    ]);
    await expect(run([...migrations, first, failing])).rejects.toMatchObject({
      details: { sqlState: '22012' },
    });
    const mended = migrationOf('Second', undefined, ['create table second_of_two (id integer)']);
    const done = await run([...migrations, first, mended]);
    expect(done.migrations).toEqual([new mended().name]);
  });

  test('when an index build ends half-way, then what is left of it is removed and built anew', async () => {
    const broken = migrationOf('Broken', false, [
      'create index concurrently pushes_broken on pushes (due_at)',
    ]);
    const release = await database.hold(push('gen_random_uuid()', 'dead', ''));
    const migrating = run([...migrations, broken]).catch((error: unknown) => error);
    await eventually(async () => 'pushes_broken' in (await validity('pushes_broken')));
    await database.run(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query like 'create index concurrently pushes_broken%'`,
    );
    expect(await migrating).toMatchObject({ code: 'unavailable' });
    await release();
    expect(await validity('pushes_broken')).toEqual({ pushes_broken: false });
    await run([...migrations, broken]);
    expect(await validity('pushes_broken')).toEqual({ pushes_broken: true });
    expect(log.messages()).toContain(
      'Index pushes_broken is left from a build that was broken off: it is removed.',
    );
  });

  test('when the lock is lost while an index is built, then the next waits for that build and does not repeat it', async () => {
    const lost = migrationOf('Lost', false, [
      'create index concurrently pushes_lost on pushes (created_at)',
    ]);
    const release = await database.hold(push('gen_random_uuid()', 'dead', ''));
    const migrating = run([...migrations, lost]).catch((error: unknown) => error);
    await eventually(async () => 'pushes_lost' in (await validity('pushes_lost')));
    await database.run(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'yuexin-migrate-lock'`,
    );
    const second = run([...migrations, lost]);
    await eventually(() =>
      log.messages().includes('Index pushes_lost is being built; waiting for it.'),
    );
    await release();
    expect(await migrating).toMatchObject({ code: 'unavailable' });
    expect((await second).migrations).toEqual([new lost().name]);
    expect(await validity('pushes_lost')).toEqual({ pushes_lost: true });
  });
});

test('when two run at once and an index is built, then neither waits for the other for ever', async () => {
  const both = migrationOf('Both', false, [
    'create index concurrently pushes_both on pushes (expires_at)',
  ]);
  const release = await database.hold(push('gen_random_uuid()', 'dead', ''));
  const runs = [run([...migrations, both]), run([...migrations, both])];
  await eventually(async () => 'pushes_both' in (await validity('pushes_both')));
  await release();
  const results = await Promise.all(runs);
  expect(results.flatMap((result) => result.migrations)).toEqual([new both().name]);
  expect(await validity('pushes_both')).toEqual({ pushes_both: true });
});
