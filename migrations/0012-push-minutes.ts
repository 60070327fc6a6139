import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happened in a minute, by app: figures over time are read here, never by counting history. */
const pushMinutes = `
  create table push_minutes (
    minute timestamptz not null,
    app_id text not null,
    accepted integer not null,
    sent integer not null,
    refused integer not null,
    not_sent integer not null,
    unconfirmed integer not null,
    parked integer not null,
    dead integer not null,
    expired integer not null,
    cancelled integer not null,
    errcodes jsonb not null,
    primary key (minute, app_id)
  );
`;

/** Minute buckets for GET /v1/stats. */
export class PushMinutes1764000000012 implements MigrationInterface {
  readonly name = 'PushMinutes1764000000012';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(pushMinutes);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
