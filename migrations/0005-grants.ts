import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The grant ledger and the evidence behind it. */
export class Grants1764000000005 implements MigrationInterface {
  readonly name = 'Grants1764000000005';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table grants (
        id uuid primary key,
        app_id text not null,
        user_id uuid not null references users on delete cascade,
        template_id text not null,
        state text not null check (state in ('available', 'reserved', 'spent', 'void')),
        is_standing boolean not null default false,
        is_doubtful boolean not null default false,
        evidence text not null check (evidence in ('reported', 'witnessed', 'both', 'imported')),
        obtained_at timestamptz not null,
        push_id uuid,
        void_reason text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      ) with (fillfactor = 85);
      create index grants_available on grants (user_id, template_id, obtained_at) where state = 'available';
      create index grants_reserved on grants (id) where state = 'reserved';
      create index grants_by_user on grants (user_id, template_id, id desc);

      create table ask_reports (
        user_id uuid not null references users on delete cascade,
        request_id text not null,
        page text,
        asked_at timestamptz,
        received_at timestamptz not null default now(),
        answer jsonb,
        primary key (user_id, request_id)
      );

      create table grant_evidence (
        id uuid primary key,
        app_id text not null,
        user_id uuid not null references users on delete cascade,
        template_id text not null,
        kind text not null check (kind in ('reported', 'witnessed')),
        result text not null,
        at timestamptz not null,
        received_at timestamptz not null default now(),
        page text,
        request_id text,
        event_id uuid,
        grant_id uuid,
        paired_with uuid
      );
      create index grant_evidence_by_key on grant_evidence (user_id, template_id, at desc);

      create table grant_drift (
        app_id text not null,
        template_id text not null,
        at timestamptz not null default now(),
        user_id uuid not null,
        push_id uuid not null,
        voided integer not null
      );
      create index grant_drift_by_template on grant_drift (app_id, template_id, at);
`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
