import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why pushes parked, died, expired or were cancelled, by `state code errcode`: `{"dead template-data-invalid 47003": 3}`. */
const causes = `
  alter table push_minutes add column causes jsonb not null default '{}';
`;

/**
 * What became of a template's grants in a minute. `life`: how long grants had lived when they were spent, by the upper end of the
 * span in seconds. `asks`: what users answered on which page, `{"pages/goods/detail accept": 3}`.
 */
const grantMinutes = `
  create table grant_minutes (
    app_id text not null,
    minute timestamptz not null,
    template_id text not null,
    obtained integer not null,
    spent integer not null,
    voided integer not null,
    life jsonb not null,
    asks jsonb not null,
    primary key (app_id, minute, template_id)
  );
  create index grant_minutes_by_age on grant_minutes (minute);
`;

/** What is at hand and what waits, template by template, counted from its own index. */
const openIndexes = [
  `create index grants_available_by_template on grants (app_id, template_id) where state = 'available'`,
  `create index pushes_parked_by_template on pushes (app_id, template_id, parked_at) where state = 'parked'`,
];

/** Figures of the pages on causes and grants. */
export class CausesAndGrantMinutes1764000000018 implements MigrationInterface {
  readonly name = 'CausesAndGrantMinutes1764000000018';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [causes, grantMinutes, ...openIndexes])
      await queryRunner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
