import { describe, expect, test } from '@jest/globals';
import { migrations } from '@yuexin/migrations';
import { recordStatements } from '../migration/migration-class.ts';

/** What a process of the version before may still use, and must find, while it works beside the new one. */
const contracts =
  /drop (?:column|table|function|type|view)|rename (?:column|to)|alter (?:column )?\w+ (?:set data )?type|set not null/gi;

/** Landed before there was a version to upgrade from. */
const landed = ['drop column if exists acked_cycle'];

async function statementsOf(migration: (typeof migrations)[number]): Promise<string> {
  const made = await recordStatements(migration);
  return landed.reduce((text, one) => text.replaceAll(one, ''), made.join(';'));
}

describe('migrations', () => {
  test.each(migrations.map((migration) => [migration.name, migration] as const))(
    '%s takes nothing away from the version before',
    async (_name, migration) => {
      expect((await statementsOf(migration)).match(contracts)).toBeNull();
    },
  );

  test('what takes away is recognised', () => {
    const taken = [
      'alter table pushes drop column page',
      'drop table grants',
      'alter table users rename column phone to mobile',
      'alter table users alter column phone type bytea',
      'alter table users alter column phone set not null',
    ];
    expect(taken.map((sql) => sql.match(contracts)?.length ?? 0)).toEqual([1, 1, 1, 1, 1]);
  });
});
