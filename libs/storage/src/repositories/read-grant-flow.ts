import type { Database } from '../database/open-database.ts';

/** What a template of an app has at hand, what waits for it, and what came and went. */
export type TemplateFlow = {
  templateId: string;
  /** Grants that can be spent, and pushes that wait for one; each counted up to `flowMax`. */
  available: number;
  parked: number;
  oldestParkedAt: Date | null;
  obtained: number;
  spent: number;
  voided: number;
  /** Grants spent, by how long they had lived: the upper end in seconds, or `longer`. */
  life: Record<string, number>;
};

/** What users answered on a page of the mini program. */
export type PageAnswers = { page: string; result: string; times: number };

export type FlowSpan = { span: Date; obtained: number; spent: number; voided: number };

export type GrantFlow = {
  templates: TemplateFlow[];
  asks: PageAnswers[];
  /** Spans in which anything happened, oldest first. */
  spans: FlowSpan[];
};

export const flowMax = 10_000;
const pagesMax = 50;

/** From minute buckets and the indexes of what is open, each look-up bounded: the cost does not grow with history. */
export async function readGrantFlow(
  database: Database,
  { appId, since, stepMinutes }: { appId: string; since: Date; stepMinutes: number },
): Promise<GrantFlow> {
  const [templates, asks, spans] = await Promise.all([
    database.query<TemplateFlow>(templatesStatement, [appId, since]),
    database.query<PageAnswers>(asksStatement, [appId, since]),
    database.query<FlowSpan>(spansStatement, [appId, since, stepMinutes]),
  ]);
  return { templates, asks, spans };
}

const templatesStatement = {
  name: 'read-grant-flow',
  text: `
    with flown as (
      select template_id, sum(obtained)::integer as obtained, sum(spent)::integer as spent,
        sum(voided)::integer as voided
      from grant_minutes where app_id = $1 and minute >= $2 group by 1
    ), lived as (
      select template_id, jsonb_object_agg(key, times) as life
      from (
        select template_id, key, sum(value::integer) as times
        from grant_minutes cross join jsonb_each_text(life)
        where app_id = $1 and minute >= $2 group by 1, 2
      ) by_span
      group by 1
    )
    select t.template_id as "templateId", available.times::integer as available,
      parked.times::integer as parked, oldest.at as "oldestParkedAt",
      coalesce(f.obtained, 0) as obtained, coalesce(f.spent, 0) as spent,
      coalesce(f.voided, 0) as voided, coalesce(l.life, '{}') as life
    from templates t
    left join flown f using (template_id)
    left join lived l using (template_id)
    cross join lateral (
      select count(*) as times from (
        select 1 from grants
        where app_id = t.app_id and template_id = t.template_id and state = 'available'
        limit ${flowMax + 1}
      ) counted
    ) available
    cross join lateral (
      select count(*) as times from (
        select 1 from pushes
        where app_id = t.app_id and template_id = t.template_id and state = 'parked'
        limit ${flowMax + 1}
      ) counted
    ) parked
    left join lateral (
      select parked_at as at from pushes
      where app_id = t.app_id and template_id = t.template_id and state = 'parked'
      order by parked_at limit 1
    ) oldest on true
    where t.app_id = $1
    order by t.template_id`,
};

const asksStatement = {
  name: 'read-ask-answers',
  text: `
    with told as (
      select key, sum(value::integer) as times
      from grant_minutes cross join jsonb_each_text(asks)
      where app_id = $1 and minute >= $2
      group by key
    ), answered as (
      -- Few by now: texts are taken apart once, not minute by minute.
      select regexp_replace(key, ' [^ ]*$', '') as page, regexp_replace(key, '^.* ', '') as result, times from told
    ), shown as (
      select page from answered group by 1 order by sum(times) desc, page limit ${pagesMax}
    )
    select page, result, sum(times)::integer as times
    from answered where page in (select page from shown)
    group by 1, 2 order by 1, 2`,
};

const spansStatement = {
  name: 'read-grant-spans',
  text: `
    select date_bin($3 * interval '1 minute', minute, 'epoch') as span,
      sum(obtained)::integer as obtained, sum(spent)::integer as spent, sum(voided)::integer as voided
    from grant_minutes
    where app_id = $1 and minute >= $2
    group by 1 order by 1`,
};
