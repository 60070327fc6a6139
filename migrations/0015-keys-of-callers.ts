import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A sweep asks again and again which callers have no key left (ADR 0019). */
const keysByCaller = `
  create index api_keys_by_caller on api_keys (caller_id);
`;

/** Finds the keys of a caller. */
export class KeysOfCallers1764000000015 implements MigrationInterface {
  readonly name = 'KeysOfCallers1764000000015';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(keysByCaller);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
