import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What WeChat posted to us, stored before it is processed. */
export class Events1764000000006 implements MigrationInterface {
  readonly name = 'Events1764000000006';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table events (
        id uuid primary key,
        app_id text not null,
        dedupe_hash bytea not null unique,
        type text not null,
        openid text not null,
        created_at timestamptz not null,
        payload jsonb not null,
        received_at timestamptz not null default now(),
        processed_at timestamptz,
        tries smallint not null default 0,
        problem text
      );
      create index events_unprocessed on events (received_at) where processed_at is null;
      create index events_by_openid on events (app_id, openid, id desc);

      create table sent_event_items (
        id uuid primary key,
        event_id uuid not null,
        app_id text not null,
        openid text not null,
        template_id text not null,
        msgid text not null,
        error_code text not null,
        error_status text not null,
        event_at timestamptz not null,
        received_at timestamptz not null default now(),
        attempt_id uuid
      );
      create index sent_event_items_waiting on sent_event_items (app_id, msgid) where attempt_id is null;
      create index sent_event_items_waiting_by_key on sent_event_items (app_id, openid, template_id) where attempt_id is null;
      create index sent_event_items_by_attempt on sent_event_items (attempt_id) where attempt_id is not null;
      create index sent_event_items_by_app on sent_event_items (app_id, received_at);
`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
