import type { MigrationInterface, QueryRunner } from 'typeorm';

const pushes = `
  create table pushes (
    id uuid primary key,
    app_id text not null,
    template_id text not null,
    caller_id uuid not null,
    user_id uuid,
    to_phone_hash bytea,
    to_phone_cipher bytea,
    to_unionid text,
    data jsonb not null,
    page text,
    lang text not null,
    miniprogram_state text not null,
    priority smallint not null default 10,
    on_no_grant text not null,
    on_unconfirmed text not null,
    biz_id text,
    metadata jsonb,
    ttl_seconds integer not null,
    state text not null,
    reason jsonb,
    delivery text,
    cycle integer not null default 0,
    acked_cycle integer not null default -1,
    attempts integer not null default 0,
    retries smallint not null default 0,
    token_retries smallint not null default 0,
    had_unconfirmed boolean not null default false,
    grant_id uuid,
    attempt_id uuid,
    lease_until timestamptz,
    due_at timestamptz(3) not null,
    send_at timestamptz,
    expires_at timestamptz not null,
    parked_at timestamptz,
    sent_at timestamptz,
    confirmed_at timestamptz,
    ended_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check (state in ('scheduled','parked','queued','sending','retrying','unconfirmed','sent','dead','expired','cancelled')),
    check (on_no_grant in ('park', 'reject', 'send-anyway')),
    check (on_unconfirmed in ('reconcile', 'hold', 'resend')),
    check (delivery in ('pending', 'confirmed', 'failed'))
  ) with (fillfactor = 85);
  create index pushes_due on pushes (due_at) where state in ('scheduled', 'retrying');
  create index pushes_queued on pushes (app_id, due_at, id) where state = 'queued';
  create index pushes_unacked on pushes (app_id, template_id, due_at) where state = 'queued' and acked_cycle <> cycle;
  create index pushes_leased on pushes (lease_until) where state = 'sending';
  create index pushes_unconfirmed on pushes (id) where state = 'unconfirmed';
  create index pushes_parked on pushes (user_id, template_id, priority, created_at) where state = 'parked';
  create index pushes_by_phone on pushes (app_id, to_phone_hash, user_id) where to_phone_hash is not null;
  create index pushes_parked_by_unionid on pushes (app_id, to_unionid) where user_id is null and to_unionid is not null;
  create index pushes_demand on pushes (user_id, template_id) where state in ('queued', 'retrying');
  create index pushes_expiry on pushes (expires_at)
    where state in ('scheduled', 'parked', 'queued', 'retrying', 'unconfirmed');
  create index pushes_dead on pushes (app_id, id desc) where state = 'dead';
  create index pushes_by_user on pushes (user_id, id desc);
  create index pushes_by_app on pushes (app_id, id desc);
  create index pushes_by_biz on pushes (biz_id, id desc) where biz_id is not null;
  create index pushes_by_caller on pushes (caller_id, id desc);
`;

const attempts = `
  create table attempts (
    id uuid primary key,
    push_id uuid not null,
    app_id text not null,
    user_id uuid not null,
    template_id text not null,
    number integer not null,
    cycle integer not null,
    grant_id uuid,
    token_generation bigint,
    started_at timestamptz not null,
    finished_at timestamptz,
    duration_ms integer,
    outcome text check (outcome in ('accepted', 'refused', 'not-sent', 'unconfirmed')),
    errcode integer,
    errmsg text,
    rid text,
    msgid text,
    http_status smallint,
    cause text,
    is_late boolean not null default false,
    worker_id text
  );
  create index attempts_by_push on attempts (push_id, number);
  create index attempts_by_msgid on attempts (app_id, msgid) where msgid is not null;
  create index attempts_unnamed on attempts (user_id, template_id, started_at)
    where msgid is null and outcome in ('accepted', 'unconfirmed');
  create index attempts_by_rid on attempts (rid) where rid is not null;
  create index attempts_by_errcode on attempts (app_id, errcode, id desc) where errcode is not null and errcode <> 0;
`;

const pushTransitions = `
  create table push_transitions (
    id uuid primary key,
    push_id uuid not null,
    at timestamptz not null,
    from_state text,
    to_state text not null,
    reason jsonb,
    actor text not null
  );
  create index push_transitions_by_push on push_transitions (push_id, at);
`;

const idempotencyKeys = `
  create table idempotency_keys (
    caller_id uuid not null,
    key text not null,
    fingerprint bytea not null,
    push_id uuid,
    response jsonb,
    created_at timestamptz not null default now(),
    primary key (caller_id, key)
  );
  create index idempotency_keys_by_push on idempotency_keys (push_id) where push_id is not null;
  create index idempotency_keys_by_age on idempotency_keys (created_at) where push_id is null;
`;

/** Pushes, the attempts that sent them, their other state changes, and the keys that make one request one push. */
export class PushesAndAttempts1764000000004 implements MigrationInterface {
  readonly name = 'PushesAndAttempts1764000000004';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of [pushes, attempts, pushTransitions, idempotencyKeys])
      await queryRunner.query(table);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
