import type { QueryRunner } from 'typeorm';
import type { MigrationClass } from '../migration/migration-class.ts';

let made = 0;
const numbers = new Map<string, number>();

/** A migration after those that have landed; the same name is the same migration. */
export function migrationOf(
  title: string,
  transaction: boolean | undefined,
  statements: readonly string[],
): MigrationClass {
  const number = numbers.get(title) ?? (made += 1);
  numbers.set(title, number);
  const named = `${title}${1_764_000_001_000 + number}`;
  return class {
    readonly name = named;
    readonly transaction?: boolean;

    constructor() {
      if (transaction !== undefined) this.transaction = transaction;
    }

    async up(queryRunner: QueryRunner): Promise<void> {
      for (const statement of statements) await queryRunner.query(statement);
    }

    down(): Promise<void> {
      return Promise.reject(new Error('Migrations go forward only.'));
    }
  };
}
