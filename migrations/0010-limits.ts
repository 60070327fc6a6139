import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Forced refreshes of a token, by Shanghai's day, as WeChat counts them. */
const forcedRefreshes = `
  alter table app_tokens
    add column forced_on date,
    add column forced_count integer not null default 0,
    add column forced_at timestamptz;
`;

/** An alarm whose cause went away by itself; null while it may still be true. */
const resolvedAlarms = `
  alter table alarms add column resolved_at timestamptz;
`;

/** The readings a forecast is made from; a day of them is kept. */
const quotaHistory = `
  create table quota_history (
    app_id text not null,
    cgi_path text not null,
    read_at timestamptz not null,
    daily_limit bigint not null,
    used bigint not null,
    remain bigint not null,
    primary key (app_id, cgi_path, read_at)
  );
`;

/** What limits need to remember: forced refreshes, alarms that end by themselves, readings of the quota. */
export class Limits1764000000010 implements MigrationInterface {
  readonly name = 'Limits1764000000010';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const step of [forcedRefreshes, resolvedAlarms, quotaHistory])
      await queryRunner.query(step);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
