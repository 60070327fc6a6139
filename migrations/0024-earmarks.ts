import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Grants collected for a purpose (ADR 0032): `kept` until `kept_until` for pushes of that purpose, then available to all. What is
 * `available` is as it was: no statement of the hot path looks at a kept grant. Not validated: the rows that are there obey a narrower one,
 * and need not be read again under a lock.
 */
const kept = `
  alter table grants
    add column purpose text,
    add column kept_until timestamptz;
  alter table grants drop constraint grants_state_check;
  alter table grants add constraint grants_state_check
    check (state in ('available', 'kept', 'reserved', 'spent', 'void')) not valid;
  create index grants_earmarked on grants (user_id, template_id, purpose)
    where purpose is not null and state in ('available', 'kept');
  create index grants_kept_until on grants (kept_until) where state = 'kept';
`;

/** What a push is for; null for every other. */
const purpose = `
  alter table pushes add column purpose text;
`;

/** Grants that are kept for a purpose. */
export class Earmarks1764000000024 implements MigrationInterface {
  readonly name = 'Earmarks1764000000024';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const step of [kept, purpose]) await queryRunner.query(step);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
