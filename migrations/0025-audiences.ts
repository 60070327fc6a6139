import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One message to many, how far it is, how fast it may go. `push` is the message as accept stores it, but for its recipient;
 * `template_mark` tells whether its templates are those that it was last held against.
 */
const audiences = `
  create table audiences (
    id uuid primary key,
    app_id text not null references apps,
    template_id text not null,
    caller_id uuid not null,
    actor text not null,
    name text,
    source text not null check (source in ('upload', 'grant-holders')),
    filter jsonb,
    push jsonb not null,
    parks_unknown boolean not null,
    template_mark text not null,
    rate_per_second integer not null,
    starts_by_itself boolean not null,
    expires_at timestamptz,
    state text not null
      check (state in ('open', 'collecting', 'ready', 'running', 'paused', 'cancelled', 'done')),
    reason jsonb,
    held_for text,
    upload_id uuid,
    cursor_openid text not null default '',
    cursor_line integer not null default 0,
    paced_until timestamptz,
    total integer not null default 0,
    invalid integer not null default 0,
    duplicates integer not null default 0,
    accepted integer not null default 0,
    parked integer not null default 0,
    refused integer not null default 0,
    created_at timestamptz not null default clock_timestamp(),
    ready_at timestamptz,
    started_at timestamptz,
    finished_at timestamptz,
    updated_at timestamptz not null default clock_timestamp()
  );
  create index audiences_at_work on audiences (id) where state in ('collecting', 'running');
`;

/**
 * Whom an audience is for, a row for each line. The user is no foreign key: a thousand rows would lock a thousand users; who is erased
 * is taken out by erase_user, or met by accept. `to_key` names an address that nobody has logged in with yet.
 */
const recipients = `
  create table audience_recipients (
    audience_id uuid not null references audiences on delete cascade,
    line integer not null,
    state text not null check (state in ('waiting', 'accepted', 'refused', 'duplicate', 'invalid')),
    user_id uuid,
    to_key text,
    openid text,
    unionid text,
    phone_hash bytea,
    phone_cipher bytea,
    variables jsonb,
    push_id uuid,
    first_line integer,
    problems jsonb,
    primary key (audience_id, line)
  ) with (fillfactor = 80);
  create index audience_recipients_by_user on audience_recipients (user_id, audience_id) where user_id is not null;
  create index audience_recipients_by_key on audience_recipients (to_key, audience_id) where to_key is not null;
  create index audience_recipients_sealed on audience_recipients ((audience_id::text || '/' || line::text))
    where phone_cipher is not null;
  create index audience_recipients_left_out on audience_recipients (audience_id, line)
    where state in ('refused', 'duplicate', 'invalid');
`;

/** One message to up to 100,000 recipients, or to all who hold a grant (ADR 0034). */
export class Audiences1764000000025 implements MigrationInterface {
  readonly name = 'Audiences1764000000025';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of [audiences, recipients]) await queryRunner.query(table);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
