import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A push begins a new life when it is replayed: the attempts of the lives before do not count against its budget. */
const pushes = `
  alter table pushes add column earlier_attempts integer not null default 0;
  alter table push_transitions add column replay_id uuid;
  create index pushes_dead_by_reason on pushes (app_id, (reason ->> 'code'), id) where state = 'dead';
`;

/** A preview of a replay, and, once it is started, the replay itself: what it covers, how far it is, how fast it may go. */
const replays = `
  create table replays (
    id uuid primary key,
    state text not null default 'preview' check (state in ('preview', 'running', 'paused', 'cancelled', 'done')),
    caller_id uuid not null,
    actor text not null,
    app_ids text[] not null,
    filter jsonb not null,
    allows_duplicates boolean not null,
    token_hash bytea unique,
    preview jsonb,
    previewed_at timestamptz not null default clock_timestamp(),
    preview_expires_at timestamptz not null,
    through_app_id text,
    through_push_id uuid,
    rate_per_second integer not null default 20,
    ttl_seconds integer,
    paced_until timestamptz,
    cursor_app_id text not null default '',
    cursor_push_id uuid not null default '00000000-0000-0000-0000-000000000000',
    total integer not null default 0,
    replayed integer not null default 0,
    parked integer not null default 0,
    failed integer not null default 0,
    left_out integer not null default 0,
    skipped integer not null default 0,
    started_at timestamptz,
    finished_at timestamptz,
    updated_at timestamptz not null default clock_timestamp()
  );
  create index replays_running on replays (id) where state = 'running';
  create index replays_previewed on replays (preview_expires_at) where state = 'preview';
`;

/** Dead letters put back: one by one, and many by a filter at a rate. */
export class Replays1764000000008 implements MigrationInterface {
  readonly name = 'Replays1764000000008';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of [pushes, replays]) await queryRunner.query(table);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
