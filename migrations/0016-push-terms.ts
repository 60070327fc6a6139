import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Terms that a push may carry (ADR 0021): a key that folds duplicates while it is held, and a key under which a newer push takes the
 * place of a waiting one. Null for every other push. How many duplicates were folded is told beside the push.
 */
const terms = `
  alter table pushes
    add column dedupe_key text,
    add column dedupe_until timestamptz,
    add column replaces text,
    add column superseded_by uuid;
  create index pushes_deduped on pushes (user_id, dedupe_key, dedupe_until) where dedupe_key is not null;
  create index pushes_replaceable on pushes (user_id, replaces)
    where replaces is not null and state in ('scheduled', 'parked', 'queued', 'retrying');
  create index pushes_superseded on pushes (superseded_by) where superseded_by is not null;

  create table push_duplicates (
    push_id uuid primary key,
    times integer not null,
    first_at timestamptz not null,
    last_at timestamptz not null
  );
`;

/** Parked pushes in the order in which they get a grant (ADR 0022): priority, deadline, age. */
const spendingOrder = `
  drop index if exists pushes_parked;
  create index pushes_parked_in_order on pushes (user_id, template_id, priority, expires_at, created_at) where state = 'parked';
`;

/** What a push may say of others like it, and in which order parked pushes get a grant. */
export class PushTerms1764000000016 implements MigrationInterface {
  readonly name = 'PushTerms1764000000016';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const step of [terms, spendingOrder]) await queryRunner.query(step);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
