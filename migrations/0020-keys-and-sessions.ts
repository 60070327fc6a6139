import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `allowed_addresses`: where a key may be used from; null: anywhere. `sessions_ended_at`: sessions of the mini program that
 * were given out before it are over; the index holds the few users who have one.
 */
const columns = `
  alter table api_keys add column allowed_addresses text[];
  alter table users add column sessions_ended_at timestamptz;
  create index users_sessions_ended on users (sessions_ended_at) where sessions_ended_at is not null;
`;

/** Addresses of keys and the end of sessions (ADR 0028). */
export class KeysAndSessions1764000000020 implements MigrationInterface {
  readonly name = 'KeysAndSessions1764000000020';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(columns);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
