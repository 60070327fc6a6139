import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which adds were acknowledged is not written down any more: the queue is asked what it holds (ADR 0017). */
const withoutAcknowledgements = `
  drop index if exists pushes_unacked;
  alter table pushes drop column if exists acked_cycle;
  create index pushes_queued_by_template on pushes (app_id, template_id, due_at, id) where state = 'queued';
`;

/** What the sweep of pushes that have no job walks. */
export class QueueWatch1764000000013 implements MigrationInterface {
  readonly name = 'QueueWatch1764000000013';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(withoutAcknowledgements);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
