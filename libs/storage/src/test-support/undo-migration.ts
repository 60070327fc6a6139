import { recordStatements, type MigrationClass } from '../migration/migration-class.ts';

/** Statements that take back what a migration made: its tables, indexes, columns and the record of it. */
export async function undoMigration(Migration: MigrationClass): Promise<string[]> {
  const made = (await recordStatements(Migration)).join(';');
  const columns = made.split(';').flatMap((statement) => {
    const table = /alter table (\w+)/.exec(statement)?.[1] ?? '';
    const added = [...statement.matchAll(/add column (\w+)/g)];
    return added.map(([, column]) => `alter table ${table} drop column ${column!}`);
  });
  // Who refers to another was made after it.
  const tables = [...made.matchAll(/create table (\w+)/g)].map(([, table]) => table!).reverse();
  return [
    ...tables.map((table) => `drop table ${table}`),
    ...[...made.matchAll(/create index (\w+)/g)].map(([, name]) => `drop index if exists ${name!}`),
    ...columns,
    `delete from schema_migrations where name = '${new Migration().name}'`,
  ];
}
