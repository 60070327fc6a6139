import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where callers want to be told. A deleted one keeps its row, without secrets, as long as its callbacks are kept. */
const endpoints = `
  create table webhook_endpoints (
    id uuid primary key,
    caller_id uuid not null,
    url text not null,
    events text[] not null,
    app_ids text[],
    secret_cipher bytea,
    previous_secret_cipher bytea,
    previous_secret_until timestamptz,
    state text not null default 'enabled' check (state in ('enabled', 'disabled', 'deleted')),
    disabled_reason jsonb,
    disabled_at timestamptz,
    failures integer not null default 0,
    failing_since timestamptz,
    blocked_until timestamptz,
    recover_since timestamptz,
    recover_cursor uuid,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  );
  create index webhook_endpoints_by_caller on webhook_endpoints (caller_id, id) where state <> 'deleted';
`;

/**
 * What an endpoint is to be told. `snapshot` has what changes about the push as it was at that instant; the rest is read from the
 * push when the body is written. Leased: offered to the queue, or taken by a worker.
 */
const callbacks = `
  create table callbacks (
    id uuid primary key,
    endpoint_id uuid not null,
    push_id uuid,
    app_id text,
    type text not null,
    sequence integer,
    at timestamptz not null,
    snapshot jsonb not null,
    state text not null check (state in ('waiting', 'delivered', 'failed', 'skipped')),
    attempts integer not null default 0,
    tries smallint not null default 0,
    next_at timestamptz not null,
    lease_until timestamptz,
    is_taken boolean not null default false,
    ended_at timestamptz
  ) with (fillfactor = 85);
  create index callbacks_waiting on callbacks (endpoint_id, next_at) where state = 'waiting';
  create index callbacks_leased on callbacks (endpoint_id) where lease_until is not null;
  create index callbacks_by_endpoint on callbacks (endpoint_id, id desc);
  create index callbacks_undelivered on callbacks (endpoint_id, id desc) where state in ('failed', 'skipped');
  create index callbacks_by_push on callbacks (push_id, sequence desc) where push_id is not null;
`;

const attempts = `
  create table callback_attempts (
    callback_id uuid not null,
    number integer not null,
    at timestamptz not null,
    duration_ms integer not null,
    status smallint,
    error text,
    answer text,
    primary key (callback_id, number)
  );
`;

/** Webhook endpoints, the callbacks they are told, and each try to tell one. */
export class Callbacks1764000000011 implements MigrationInterface {
  readonly name = 'Callbacks1764000000011';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of [endpoints, callbacks, attempts]) await queryRunner.query(table);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
