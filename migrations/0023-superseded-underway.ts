import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A newer push finds those on their way as well: they are marked, and end superseded should they come back to wait (ADR 0021). */
const replaceable = `
  drop index if exists pushes_replaceable;
  create index pushes_replaceable on pushes (user_id, replaces)
    where replaces is not null and state in ('scheduled', 'parked', 'queued', 'retrying', 'sending', 'unconfirmed');
`;

/** What is superseded while it is being sent. */
export class SupersededUnderway1764000000023 implements MigrationInterface {
  readonly name = 'SupersededUnderway1764000000023';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(replaceable);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
