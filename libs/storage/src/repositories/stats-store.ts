import type { Database } from '../database/open-database.ts';

/** What happened to the pushes of some apps in one minute; attempts by the minute they began in. */
export type PushMinute = {
  minute: Date;
  accepted: number;
  sent: number;
  refused: number;
  notSent: number;
  unconfirmed: number;
  parked: number;
  dead: number;
  expired: number;
  cancelled: number;
  /** Refusals by errcode. */
  errcodes: Record<string, number>;
};

export type StatsStore = {
  /** Minutes in which anything happened, oldest first. Null: of all apps. */
  readMinutes(input: { appIds: readonly string[] | null; since: Date }): Promise<PushMinute[]>;
  /** Since when the push has been due that is queued for the longest; null when none is. */
  oldestQueued(appIds: readonly string[] | null): Promise<Date | null>;
};

/** Figures from minute buckets and open rows. */
export function createStatsStore({ database }: { database: Database }): StatsStore {
  return {
    readMinutes: ({ appIds, since }) => database.query<PushMinute>(readMinutes, [since, appIds]),
    async oldestQueued(appIds) {
      const [row] = await database.query<{ dueAt: Date | null }>(oldestQueued, [appIds]);
      return row?.dueAt ?? null;
    },
  };
}

const readMinutes = {
  name: 'read-push-minutes',
  text: `
    with wanted as (
      select * from push_minutes
      where minute >= $1 and ($2::text[] is null or app_id = any ($2))
    ), coded as (
      select minute, jsonb_object_agg(code, times) as errcodes
      from (
        select minute, key as code, sum(value::integer) as times
        from wanted cross join jsonb_each_text(errcodes) group by 1, 2
      ) by_code
      group by 1
    )
    select minute, sum(accepted)::integer as accepted, sum(sent)::integer as sent,
      sum(refused)::integer as refused, sum(not_sent)::integer as "notSent",
      sum(unconfirmed)::integer as unconfirmed, sum(parked)::integer as parked,
      sum(dead)::integer as dead, sum(expired)::integer as expired,
      sum(cancelled)::integer as cancelled, coalesce(coded.errcodes, '{}') as errcodes
    from wanted left join coded using (minute)
    group by minute, coded.errcodes
    order by minute`,
};

/** App by app, so that each look-up is the first entry of its index. */
const oldestQueued = {
  name: 'oldest-queued',
  text: `
    select min(first.due_at) as "dueAt"
    from apps
    cross join lateral (
      select due_at from pushes
      where pushes.app_id = apps.app_id and state = 'queued' order by due_at, id limit 1
    ) first
    where $1::text[] is null or apps.app_id = any ($1)`,
};
