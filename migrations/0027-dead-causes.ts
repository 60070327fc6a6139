import type { MigrationInterface, QueryRunner } from 'typeorm';

/** All that a dead letter's group is made of, so that 100,000 are counted without a look at their rows (ADR 0037). */
const causes = `
  create index pushes_dead_causes on pushes (app_id, id desc) include (template_id, reason, created_at, ended_at)
    where state = 'dead'
`;

/** Dead letters by cause, from their index alone. */
export class DeadCauses1764000000027 implements MigrationInterface {
  readonly name = 'DeadCauses1764000000027';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(causes);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
