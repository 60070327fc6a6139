import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A step of an audience writes all rows of a page at once: nearly half of each page is left to their second versions, which are shorter. */
export class RoomForRecipients1764000000031 implements MigrationInterface {
  readonly name = 'RoomForRecipients1764000000031';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table audience_recipients set (fillfactor = 55)');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
