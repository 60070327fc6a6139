import type { MigrationInterface, QueryRunner } from 'typeorm';

export type MigrationClass = new () => MigrationInterface & { readonly name: string };

/** What a migration asks for, statement by statement, without a database. */
export async function recordStatements(Migration: MigrationClass): Promise<string[]> {
  const statements: string[] = [];
  const recorder = { query: (sql: string) => Promise.resolve(statements.push(sql)) };
  await new Migration().up(recorder as unknown as QueryRunner);
  return statements;
}
