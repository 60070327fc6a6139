import type { MigrationInterface, QueryRunner } from 'typeorm';

const sweeps = `
  create table sweeps (
    name text primary key,
    next_run_at timestamptz not null default now(),
    last_started_at timestamptz,
    last_finished_at timestamptz,
    last_touched integer,
    last_error text
  );
`;

const sweepCursors = `
  create table sweep_cursors (
    name text primary key,
    position text not null
  );
`;

const heartbeats = `
  create table heartbeats (
    process_id text not null,
    role text not null check (role in ('api', 'worker')),
    beat_at timestamptz not null,
    primary key (process_id, beat_at)
  );
  create index heartbeats_by_role on heartbeats (role, beat_at);
`;

const alarms = `
  create table alarms (
    app_id text not null default '',
    code text not null,
    message text not null,
    count integer not null default 1,
    first_at timestamptz not null default now(),
    last_at timestamptz not null default now(),
    acknowledged_at timestamptz,
    acknowledged_by text,
    primary key (app_id, code)
  );
`;

const audit = `
  create table audit (
    id uuid primary key,
    at timestamptz not null default now(),
    actor text not null,
    action text not null,
    target text not null,
    app_id text,
    before jsonb,
    after jsonb,
    reason text,
    request_id text
  );
  create index audit_by_target on audit (target, id desc);
`;

const quotaReadings = `
  create table quota_readings (
    app_id text not null,
    cgi_path text not null,
    daily_limit bigint not null,
    used bigint not null,
    remain bigint not null,
    read_at timestamptz not null default now(),
    primary key (app_id, cgi_path)
  );
`;

const wrappedKeys = `
  create table wrapped_keys (
    name text primary key,
    key_cipher bytea not null,
    created_at timestamptz not null default now()
  );
`;

const installedFunctions = `
  create table installed_functions (
    file_name text primary key,
    checksum text not null,
    function_names text[] not null,
    installed_at timestamptz not null default now()
  );
`;

/** What keeps the service running: sweeps, heartbeats, alarms, audit, quota, wrapped keys, installed functions. */
export class Upkeep1764000000007 implements MigrationInterface {
  readonly name = 'Upkeep1764000000007';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of [
      sweeps,
      sweepCursors,
      heartbeats,
      alarms,
      audit,
      quotaReadings,
      wrappedKeys,
      installedFunctions,
    ])
      await queryRunner.query(table);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
