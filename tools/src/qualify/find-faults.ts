import type pg from 'pg';

/** What is not as it must be with the pushes of an audience that was to reach `recipients` people once each. */
export async function findFaults(input: {
  sql: pg.Pool;
  bizId: string;
  recipients: number;
}): Promise<{ lost: string[]; doubled: string[] }> {
  const { sql, bizId, recipients } = input;
  const { rows } = await sql.query<Record<string, number>>(
    `select count(*)::integer as pushes, count(distinct user_id)::integer as users,
       (count(*) filter (where state = 'sent'))::integer as sent
     from pushes where biz_id = $1`,
    [bizId],
  );
  const { pushes = 0, users = 0, sent = 0 } = rows[0] ?? {};
  const { rows: overspent } = await sql.query(
    `select push_id from grants where state = 'spent' and push_id is not null group by push_id having count(*) > 1 limit 5`,
  );
  return {
    lost: Object.entries({ users, sent })
      .filter(([, count]) => count < recipients)
      .map(([name, count]) => `${name}: ${String(count)} of ${String(recipients)}`),
    doubled: [
      ...(pushes > users ? [`${String(pushes)} pushes for ${String(users)} users`] : []),
      ...(overspent.length === 0 ? [] : ['a push spent more than one grant']),
    ],
  };
}
