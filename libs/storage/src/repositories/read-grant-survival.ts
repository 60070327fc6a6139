import type { Database } from '../database/open-database.ts';

/** The ages at which grants are looked at: each band ends where the next begins; the last is open. In seconds. */
export const grantAgeBands = [0, 3_600, 86_400, 3 * 86_400, 7 * 86_400, 30 * 86_400] as const;

/** How many pushes are looked at: an answer must not take long. */
const mostPushes = 20_000;

/** What WeChat made of a template's grants that were of one age when they were used. */
export type GrantSurvival = {
  templateId: string;
  /** Place in `grantAgeBands`. */
  band: number;
  /** Sends it accepted. */
  alive: number;
  /** Sends it refused with 43101: it had no grant. */
  gone: number;
};

/**
 * Of the newest pushes of an app created between the two: whether WeChat still had the grant they were sent with, by its age.
 * An attempt after one whose answer was lost says nothing: the first may have used the grant. `isSampled`: there were more pushes.
 */
export async function readGrantSurvival(
  database: Database,
  { appId, from, to }: { appId: string; from: Date; to: Date },
): Promise<{ survival: GrantSurvival[]; isSampled: boolean }> {
  const values = [appId, from, to, mostPushes + 1, [...grantAgeBands]];
  const [row] = await database.query<{ survival: GrantSurvival[]; looked: number }>(
    statement,
    values,
  );
  return { survival: row?.survival ?? [], isSampled: (row?.looked ?? 0) > mostPushes };
}

/**
 * From the pushes by (app, id), whose ids grow with time, to their attempts, to the grant of each: one by one (`offset 0`), so
 * that the planner reads no table whole.
 */
const statement = `
  with looked as materialized (
    select p.id from pushes p
    where p.app_id = $1 and p.created_at >= $2 and p.created_at < $3
      and p.id >= uuid_v7_floor($2::timestamptz - interval '10 minutes')
      and p.id < uuid_v7_floor($3::timestamptz + interval '10 minutes')
    order by p.id desc
    limit $4
  ), used as materialized (
    select a.template_id, a.errcode = 43101 as is_gone,
      width_bucket(greatest(0, extract(epoch from a.started_at - g.obtained_at))::double precision,
        $5::double precision[]) - 1 as band
    from looked l
    cross join lateral (
      select a.* from attempts a where a.push_id = l.id
        and (a.outcome = 'accepted' or (a.outcome = 'refused' and a.errcode = 43101)) and a.grant_id is not null
        and not exists (
          select 1 from attempts e
          where e.push_id = l.id and e.number < a.number and e.outcome = 'unconfirmed')
      offset 0
    ) a
    cross join lateral (select g.obtained_at from grants g where g.id = a.grant_id offset 0) g
  ), counted as (
    select u.template_id, u.band, count(*) filter (where not u.is_gone)::integer as alive,
      count(*) filter (where u.is_gone)::integer as gone
    from used u group by 1, 2
  )
  select (select count(*)::integer from looked) as looked,
    coalesce(json_agg(json_build_object('templateId', c.template_id, 'band', c.band, 'alive', c.alive, 'gone', c.gone)
      order by c.template_id, c.band), '[]') as survival
  from counted c`;
