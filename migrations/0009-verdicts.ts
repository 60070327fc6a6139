import type { MigrationInterface, QueryRunner } from 'typeorm';

const templateChanges = `
  create table template_changes (
    id uuid primary key,
    at timestamptz not null default now(),
    app_id text not null references apps,
    template_id text not null,
    kind text not null check (kind in ('added', 'changed', 'removed')),
    title text not null,
    change jsonb not null,
    hurt jsonb
  );
  create index template_changes_by_app on template_changes (app_id, id desc);
`;

/** Written once, deleted by age: what no other index leads to. Drift is also read by age, of one app. */
const retentionIndexes = [
  'create index ask_reports_by_age on ask_reports (received_at)',
  'create index grant_drift_by_age on grant_drift (at)',
  'create index grant_drift_by_app on grant_drift (app_id, at)',
];

/** An operator's word about an unconfirmed push, which evidence settled one, and what syncs found about templates. */
export class Verdicts1764000000009 implements MigrationInterface {
  readonly name = 'Verdicts1764000000009';

  async up(queryRunner: QueryRunner): Promise<void> {
    // delivered, resend or dead: no check constraint, which would read the whole table under its lock.
    await queryRunner.query('alter table pushes add column operator_verdict text');
    await queryRunner.query('alter table push_transitions add column evidence text');
    await queryRunner.query(templateChanges);
    for (const index of retentionIndexes) await queryRunner.query(index);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
