import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who is signed in to the console, by the hash of the cookie. Of a key: `key_id`, whose end is the session's. Of the bootstrap key,
 * which has no row: `key_proof`, which only that key and the cookie together make.
 */
const sessions = `
  create table console_sessions (
    id uuid primary key,
    token_hash bytea not null unique,
    key_id uuid references api_keys on delete cascade,
    key_proof bytea,
    created_at timestamptz not null default now(),
    seen_at timestamptz not null default now(),
    ends_at timestamptz not null,
    check (num_nonnulls(key_id, key_proof) = 1)
  );
`;

/** How long sends took from end to end, by buckets of half an octave from 8 ms: `{"12": 40}`. */
const latency = `
  alter table push_minutes add column latency jsonb not null default '{}';
`;

/** What the console needs: its sessions, and how long sends take. */
export class Console1764000000014 implements MigrationInterface {
  readonly name = 'Console1764000000014';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(sessions);
    await queryRunner.query(latency);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
