import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The templates a push may go out with, in the order of its caller's choice, each with its data (ADR 0023): the one it was asked
 * for first, then its fallbacks. Null for a push without. `template_id` and `data` are the ones it has turned to.
 */
const choices = `
  alter table pushes add column choices jsonb;
  create index pushes_parked_with_choices on pushes (user_id) where state = 'parked' and choices is not null;
`;

/** Other templates for a push that finds no grant. */
export class PushChoices1764000000017 implements MigrationInterface {
  readonly name = 'PushChoices1764000000017';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(choices);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
