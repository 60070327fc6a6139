import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the hot path looks up by user and template, asked for in words of its own (`state || ''`), so that no index of all that is in a
 * state, whichever sweep or page it serves, can take a lookup's place (ADR 0040).
 */
const statements = [
  `create index concurrently grants_of_key on grants (user_id, template_id, obtained_at) where state || '' = 'available'`,
  `create index concurrently pushes_demand_of_key on pushes (user_id, template_id) where state || '' in ('queued', 'retrying')`,
  `create index concurrently pushes_parked_of_key on pushes (user_id, template_id, priority, expires_at, created_at)
     where state || '' = 'parked'`,
  `create index concurrently pushes_choices_of_key on pushes (user_id) where state || '' = 'parked' and choices is not null`,
  `create index concurrently sent_event_items_of_key on sent_event_items (app_id, openid, template_id)
     where attempt_id::text || '' is null`,
];

/** Indexes that only the hot path takes. */
export class RowsOfAKey1764000000028 implements MigrationInterface {
  readonly name = 'RowsOfAKey1764000000028';
  readonly transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
