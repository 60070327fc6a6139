import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Users (app, openid) with the send slot on the row, and their logins. */
export class UsersAndLogins1764000000002 implements MigrationInterface {
  readonly name = 'UsersAndLogins1764000000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table users (
        id uuid primary key,
        app_id text not null references apps,
        openid text not null,
        unionid text,
        phone_hash bytea,
        phone_cipher bytea,
        phone_bound_at timestamptz,
        last_login_at timestamptz,
        busy_push_id uuid,
        busy_until timestamptz,
        created_at timestamptz not null default now(),
        unique (app_id, openid)
      ) with (fillfactor = 80);
      create index users_by_phone on users (app_id, phone_hash, phone_bound_at desc) where phone_hash is not null;
      create index users_by_unionid on users (app_id, unionid) where unionid is not null;
      create index users_by_openid on users (openid);

      create table logins (
        id uuid primary key,
        app_id text not null,
        user_id uuid not null references users on delete cascade,
        has_bound_phone boolean not null,
        logged_in_at timestamptz not null default now()
      );
      create index logins_by_user on logins (user_id, logged_in_at desc);
`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
