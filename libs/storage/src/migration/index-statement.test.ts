import { describe, expect, test } from '@jest/globals';
import { readIndexStatement, splitIndexes } from './index-statement.ts';

describe('an index statement', () => {
  test.each([
    ['create index a on pushes (id)', { name: 'a', table: 'pushes', isConcurrent: false }],
    [
      '\n  CREATE UNIQUE INDEX CONCURRENTLY\n  IF NOT EXISTS b ON grants (id);\n',
      { name: 'b', table: 'grants', isConcurrent: true },
    ],
  ])('when it is %j, then its index and table are known', (sql, expected) => {
    expect(readIndexStatement(sql)).toMatchObject(expected);
  });

  test.each([
    'create table a (id int)',
    'drop index concurrently a',
    '',
    'create index a on b (c); select 1',
  ])('when it is %j, then it is none', (sql) => {
    expect(readIndexStatement(sql)).toBeNull();
  });

  test('when it stands among others, then it is taken out, to be built beside the writers', () => {
    const split = splitIndexes(`
      alter table grants add column purpose text;
      create index grants_a on grants (purpose)
        where purpose is not null;
      create unique index concurrently grants_b on grants (id);
    `);
    expect(split.rest).toEqual(['alter table grants add column purpose text']);
    expect(split.indexes.map(({ sql }) => sql.replaceAll(/\s+/g, ' '))).toEqual([
      'create index concurrently grants_a on grants (purpose) where purpose is not null',
      'create unique index concurrently grants_b on grants (id)',
    ]);
  });
});
