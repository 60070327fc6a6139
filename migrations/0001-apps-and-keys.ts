import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Mini programs, their access tokens, and the keys of callers and operators. */
export class AppsAndKeys1764000000001 implements MigrationInterface {
  readonly name = 'AppsAndKeys1764000000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table apps (
        app_id text primary key,
        name text not null,
        secret_cipher bytea not null,
        message_token_cipher bytea,
        encoding_aes_key_cipher bytea,
        miniprogram_state text not null default 'formal',
        send_rate_per_second integer,
        default_ttl_seconds integer not null default 604800,
        grant_source text not null default 'either',
        ask_plan jsonb not null default '{"pages":[]}',
        pause_kind text,
        pause_reason jsonb,
        paused_until timestamptz,
        paused_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        check (grant_source in ('either', 'reported', 'witnessed')),
        check (pause_kind in ('operator', 'quota-minute', 'quota-daily', 'configuration', 'token'))
      );

      create table app_tokens (
        app_id text primary key references apps on delete cascade,
        token_cipher bytea,
        generation bigint not null default 0,
        expires_at timestamptz,
        refreshed_at timestamptz,
        refreshing_until timestamptz
      );

      create table api_keys (
        id uuid primary key,
        caller_id uuid not null,
        name text not null,
        key_hash bytea not null unique,
        scopes text[] not null,
        app_ids text[],
        expires_at timestamptz,
        revoked_at timestamptz,
        last_used_at timestamptz,
        created_at timestamptz not null default now()
      );
`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
