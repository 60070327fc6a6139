import type { RunQuery } from '../database/run-query.ts';
import { rerunLostRace } from './rerun-lost-race.ts';

/**
 * Calls one of sql/functions in one round trip, which is also its transaction; once more after a lost race (40P01, 40001).
 * Prepared once per connection.
 * `parameters`: the SQL types of the values, in order.
 */
export async function callFunction<Answer>(
  query: RunQuery,
  call: { name: string; parameters: readonly string[]; values: readonly unknown[] },
): Promise<Answer> {
  const places = call.parameters.map((type, index) => `$${index + 1}::${type}`).join(', ');
  const statement = { name: call.name, text: `select ${call.name}(${places}) as answer` };
  const rows = await rerunLostRace(() => query<{ answer: Answer }>(statement, call.values));
  const row = rows[0];
  if (row === undefined) throw new RangeError(`${call.name} gave no row.`);
  return row.answer;
}
