import { describe, expect, it } from '@jest/globals';
import { openTestCore } from '../test-support/open-test-core.ts';

const { core } = await openTestCore();

type Column = { table_name: string; column_name: string; udt_name: string; is_nullable: string };

const typeNames: Record<string, string> = {
  integer: 'int4',
  smallint: 'int2',
  bigint: 'int8',
  boolean: 'bool',
};

describe('entities', () => {
  it('when compared with the migrated tables, then every column exists with its type and nullability', async () => {
    const rows = await core.database.query<Column>(
      "select table_name, column_name, udt_name, is_nullable from information_schema.columns where table_schema = 'public'",
    );
    const columns = new Map(rows.map((row) => [`${row.table_name}.${row.column_name}`, row]));
    const described = await core.database.entities((manager) =>
      Promise.resolve(
        manager.dataSource.entityMetadatas.flatMap((entity) =>
          entity.columns.map((column) => ({ table: entity.tableName, column })),
        ),
      ),
    );
    expect(described.length).toBeGreaterThan(90);
    for (const { table, column } of described) {
      const name = `${table}.${column.databaseName}`;
      const type = String(column.type);
      const udt = `${column.isArray ? '_' : ''}${typeNames[type] ?? type}`;
      const is_nullable = column.isNullable ? 'YES' : 'NO';
      expect([name, columns.get(name)]).toEqual([
        name,
        expect.objectContaining({ udt_name: udt, is_nullable }),
      ]);
    }
  });
});
