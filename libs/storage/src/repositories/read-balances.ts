import type { GrantState } from '@yuexin/domain';
import type { Database } from '../database/open-database.ts';
import type { Balance } from '../hot-path.ts';

/** Grants of a user by template and state. Templates without a grant are not listed. */
export async function readBalances(
  database: Database,
  userId: string,
): Promise<Record<string, Balance>> {
  const rows = await database.query<{ template_id: string; state: GrantState; count: number }>(
    `select template_id, state, count(*) as count from grants
     where user_id = $1 group by template_id, state order by template_id`,
    [userId],
  );
  const balances: Record<string, Balance> = {};
  for (const { template_id, state, count } of rows) {
    balances[template_id] ??= { available: 0, reserved: 0, spent: 0, void: 0 };
    balances[template_id][state] = count;
  }
  return balances;
}
