import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a push was accepted in the caller's trace; a row only for a push that is traced (ADR 0029). */
const pushTraces = `
  create table push_traces (
    push_id uuid primary key,
    traceparent text not null check (length(traceparent) = 55)
  );
`;

/** What a push that had to wait goes back to. */
export class PushTraces1764000000021 implements MigrationInterface {
  readonly name = 'PushTraces1764000000021';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(pushTraces);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
