import { describe, expect, test } from '@jest/globals';
import { migrations } from '@yuexin/migrations';
import { readIndexStatement } from '../migration/index-statement.ts';
import { recordStatements, type MigrationClass } from '../migration/migration-class.ts';
import { migrationOf } from '../test-support/migration-of.ts';

/** The first that came after the rule (docs/decisions/0039). */
const firstUnderTheRule = 28;

/** Reads a whole table while nobody may write to it. */
const scans =
  /add (?:constraint \w+ )?(?:unique|primary key|exclude)|add (?:constraint \w+ )?(?:check|foreign key)(?!.*not valid)/i;

/** What of a migration would keep writers of a table that is there waiting, each with what to do instead. */
async function findFaults(Migration: MigrationClass): Promise<string[]> {
  const statements = (await recordStatements(Migration)).flatMap((sql) =>
    sql.split(';').map((statement) => statement.replaceAll(/\s+/g, ' ').trim()),
  );
  const made = new Set(
    statements.map((sql) => /^create table (?:if not exists )?(\w+)/i.exec(sql)?.[1]),
  );
  const isFree = new Migration().transaction === false;
  const faultOf = (sql: string): string | null => {
    const index = readIndexStatement(sql);
    const table = index?.table ?? /^alter table (?:if exists )?(?:only )?(\w+)/i.exec(sql)?.[1];
    if (/^(drop|create unique|create) index concurrently/i.test(sql))
      return isFree ? null : `${sql}: needs \`readonly transaction = false\``;
    if (isFree)
      return `${sql}: without a transaction there is nothing but \`… index concurrently\``;
    if (made.has(table)) return null;
    if (index !== null)
      return `${sql}: needs \`create index concurrently\`, in a migration of its own`;
    return scans.test(sql)
      ? `${sql}: needs \`not valid\`, or an index that was built concurrently`
      : null;
  };
  return statements.flatMap((sql) => (sql === '' ? [] : (faultOf(sql) ?? [])));
}

const underTheRule = migrations.filter(
  (Migration) => Number(/\d{4}$/.exec(new Migration().name)?.[0]) >= firstUnderTheRule,
);

describe('migrations from 0028 on', () => {
  test('none keeps writers of a table that is there waiting', async () => {
    expect((await Promise.all(underTheRule.map(findFaults))).flat()).toEqual([]);
  });

  test.each([
    ['a plain index of a table that is there', undefined, ['create index a on pushes (id)'], 1],
    [
      'one among others',
      undefined,
      ['alter table pushes add column a int; create unique index a on pushes (a)'],
      1,
    ],
    [
      'a concurrent one in a transaction',
      undefined,
      ['create index concurrently a on pushes (id)'],
      1,
    ],
    ['a column without one', false, ['alter table pushes add column a int'], 1],
    [
      'a constraint that reads the table',
      undefined,
      ['alter table pushes add constraint a check (id is not null)'],
      1,
    ],
    ['a unique constraint', undefined, ['alter table pushes add unique (id)'], 1],
    [
      'a concurrent index without a transaction',
      false,
      ['create index concurrently a on pushes (id)'],
      0,
    ],
    [
      'an index of a new table',
      undefined,
      ['create table a (id int); create index b on a (id)'],
      0,
    ],
    [
      'a constraint for new rows',
      undefined,
      ['alter table pushes add constraint a check (id is not null) not valid'],
      0,
    ],
    ['a column', undefined, ['alter table pushes add column a int'], 0],
  ])('%s: judged', async (_name, transaction, statements, faults) => {
    expect(await findFaults(migrationOf('Judged', transaction, statements))).toHaveLength(faults);
  });
});
