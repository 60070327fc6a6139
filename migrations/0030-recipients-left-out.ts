import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Nearly every recipient only goes from waiting to accepted. An index that names the state, were it only in its predicate, makes
 * each of these updates write an entry into every index of the table; this one tells who was left out by what only they have.
 */
const statements = [
  `create index concurrently audience_recipients_not_taken on audience_recipients (audience_id, line)
     where problems is not null or first_line is not null`,
  'drop index concurrently if exists audience_recipients_left_out',
];

/** Who gets nothing of an audience, without a word about states. */
export class RecipientsLeftOut1764000000030 implements MigrationInterface {
  readonly name = 'RecipientsLeftOut1764000000030';
  readonly transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
