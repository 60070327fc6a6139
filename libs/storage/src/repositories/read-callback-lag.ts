import type { Database } from '../database/open-database.ts';

export type CallbackLag = {
  /** Counted up to 10,000: those that wait for their time included. */
  waiting: number;
  /** Since when the one that is due longest has been due; what a person asked for is not counted. */
  dueForMs: number;
};

/** How many callbacks wait, and how late they are: two ranges of one index, whatever the number of callbacks. */
export async function readCallbackLag(database: Pick<Database, 'query'>): Promise<CallbackLag> {
  const [lag] = await database.query<CallbackLag>(statement);
  return lag ?? { waiting: 0, dueForMs: 0 };
}

const statement = {
  name: 'callback-lag',
  text: `
    select
      (select count(*) from (select 1 from callbacks c where c.state = 'waiting' limit 10000) as counted) as waiting,
      coalesce(extract(epoch from clock_timestamp() - min(due.next_at)) * 1000, 0)::float8 as "dueForMs"
    from webhook_endpoints e
    cross join lateral (
      select c.next_at from callbacks c
      where c.endpoint_id = e.id and c.state = 'waiting'
        and c.next_at > to_timestamp(0) and c.next_at <= clock_timestamp()
      order by c.next_at
      limit 1
    ) due`,
};
