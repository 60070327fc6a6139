import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Quiet hours and caps of an app and its templates (ADR 0031). `restricted_templates`: whose pushes the claim must look at, `*` for
 * all of them; null for an app without such rules, which pays nothing. The version grows with every change.
 */
const rules = `
  alter table apps
    add column sending_rules jsonb,
    add column sending_rules_version integer not null default 0,
    add column restricted_templates text[];
`;

/** `held_under`: of a push that a rule keeps waiting, the version of the rules that did. */
const held = `
  alter table pushes
    add column held_under integer,
    add column is_urgent boolean not null default false;
  create index pushes_held on pushes (app_id, held_under)
    where held_under is not null and state in ('scheduled', 'retrying');
`;

/** Attempts under a cap are counted by user and time; no other attempt is in this index. */
const counted = `
  alter table attempts add column is_counted boolean not null default false;
  create index attempts_counted on attempts (user_id, started_at) where is_counted;
`;

/** Quiet hours, frequency caps, and pushes that are held by them. */
export class SendingRules1764000000022 implements MigrationInterface {
  readonly name = 'SendingRules1764000000022';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const step of [rules, held, counted]) await queryRunner.query(step);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
