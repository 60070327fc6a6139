import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What 0028 stands in for (ADR 0040). The version before finds these rows by the functions of this one, which do not take them. */
const statements = [
  'grants_available',
  'pushes_demand',
  'pushes_parked_in_order',
  'pushes_parked_with_choices',
  'sent_event_items_waiting_by_key',
].map((name) => `drop index concurrently if exists ${name}`);

/** The indexes by user and template under their former words. */
export class RivalsOfAKey1764000000029 implements MigrationInterface {
  readonly name = 'RivalsOfAKey1764000000029';
  readonly transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
