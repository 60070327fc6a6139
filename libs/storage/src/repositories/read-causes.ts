import type { Database } from '../database/open-database.ts';

/** How often something kept pushes from being delivered, in a span of minutes. */
export type CauseCount = {
  span: Date;
  /** `refused`: attempts, by errcode. Else pushes that came into this state, for this reason. */
  kind: 'refused' | 'parked' | 'dead' | 'expired' | 'cancelled';
  /** Null: of what was refused. */
  reason: string | null;
  errcode: number | null;
  times: number;
};

export type CausesOfSpan = {
  counts: CauseCount[];
  /** Pushes taken and attempts that WeChat accepted in all of it. */
  accepted: number;
  sent: number;
};

/** From minute buckets alone: costs what minutes there are, whatever the history. Null: of all apps. */
export async function readCauses(
  database: Database,
  input: { appIds: readonly string[] | null; since: Date; stepMinutes: number },
): Promise<CausesOfSpan> {
  const { appIds, since, stepMinutes } = input;
  const [counts, [totals]] = await Promise.all([
    database.query<CauseCount>(causesStatement, [since, appIds, stepMinutes]),
    database.query<Omit<CausesOfSpan, 'counts'>>(totalsStatement, [since, appIds]),
  ]);
  return { counts, accepted: totals?.accepted ?? 0, sent: totals?.sent ?? 0 };
}

const causesStatement = {
  name: 'read-causes',
  text: `
    with wanted as (
      select date_bin($3 * interval '1 minute', minute, 'epoch') as span, errcodes, causes
      from push_minutes
      where minute >= $1 and ($2::text[] is null or app_id = any ($2))
    ), refused as (
      select span, key, sum(value::integer)::integer as times
      from wanted cross join jsonb_each_text(errcodes) group by 1, 2
    ), caused as (
      select span, key, sum(value::integer)::integer as times
      from wanted cross join jsonb_each_text(causes) group by 1, 2
    ), summed as (
      select span, 'refused - ' || key as name, times from refused
      union all
      select span, key, times from caused
    )
    select span, split_part(name, ' ', 1) as kind,
      nullif(split_part(name, ' ', 2), '-') as reason,
      nullif(split_part(name, ' ', 3), '')::integer as errcode, times
    from summed
    order by span, name`,
};

const totalsStatement = {
  name: 'read-causes-totals',
  text: `
    select coalesce(sum(accepted), 0)::integer as accepted, coalesce(sum(sent), 0)::integer as sent
    from push_minutes
    where minute >= $1 and ($2::text[] is null or app_id = any ($2))`,
};
