import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who signed in by an OpenID provider has no key: `operator` says who it is and what it may do, until the session ends. */
const operators = `
  alter table console_sessions add column operator jsonb;
  alter table console_sessions drop constraint if exists console_sessions_check;
  alter table console_sessions add constraint console_sessions_owner
    check (num_nonnulls(key_id, key_proof, operator) = 1);
`;

/** Sessions of the console for operators without a key (ADR 0026). */
export class ConsoleOperators1764000000019 implements MigrationInterface {
  readonly name = 'ConsoleOperators1764000000019';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(operators);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
