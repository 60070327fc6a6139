import type pg from 'pg';
import { benchTemplate } from '../upstream/bench-template.ts';

export const openidOf = (number: number): string => `o-bench-${String(number).padStart(8, '0')}`;

/** Users 0 to count - 1 of an app, straight into the table; those that are there stay. */
export async function seedUsers(input: {
  sql: pg.Pool;
  appId: string;
  count: number;
}): Promise<void> {
  const { sql, appId, count } = input;
  await sql.query(
    `insert into users (id, app_id, openid)
     select new_uuid_v7(), $1, 'o-bench-' || lpad(n::text, 8, '0') from generate_series(0, $2::integer - 1) n
     on conflict (app_id, openid) do nothing`,
    [appId, count],
  );
  await sql.query('analyze users');
}

/** One more available grant for each of the users from `first` on. */
export async function seedGrants(input: {
  sql: pg.Pool;
  appId: string;
  count: number;
  first?: number;
  /** Grants for each user. */
  each?: number;
}): Promise<void> {
  const { sql, appId, count, first = 0, each = 1 } = input;
  await sql.query(
    `insert into grants (id, app_id, user_id, template_id, state, evidence, obtained_at)
     select new_uuid_v7(), u.app_id, u.id, $2, 'available', 'imported', now()
     from users u, generate_series(1, $5::integer)
     where u.app_id = $1 and u.openid >= $3 and u.openid < $4`,
    [appId, benchTemplate.priTmplId, openidOf(first), openidOf(first + count), each],
  );
}
