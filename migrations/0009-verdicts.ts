import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An operator's word about an unconfirmed push, and which evidence settled one. */
export class Verdicts1764000000009 implements MigrationInterface {
  readonly name = 'Verdicts1764000000009';

  async up(queryRunner: QueryRunner): Promise<void> {
    // delivered, resend or dead: no check constraint, which would read the whole table under its lock.
    await queryRunner.query('alter table pushes add column operator_verdict text');
    await queryRunner.query('alter table push_transitions add column evidence text');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
