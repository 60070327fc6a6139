import pg from 'pg';
import { TAG_KEYWORD } from '../plan/chaos-apps.ts';

const history = `
  with wanted as (select id, user_id, template_id from pushes where data -> $1 ->> 'value' = $2)
  select at, what from (
    select p.created_at as at, 'accepted' as what from pushes p join wanted w on w.id = p.id
    union all
    select t.at, coalesce(t.from_state, '') || ' -> ' || t.to_state || ' by ' || t.actor || coalesce(': ' || (t.reason ->> 'code'), '')
    from push_transitions t join wanted w on w.id = t.push_id
    union all
    select a.started_at, 'attempt ' || a.number || ' ' || coalesce(a.outcome, 'open') || ' ' || coalesce(a.errcode::text, a.cause, '')
      || coalesce(' msgid ' || a.msgid, '') || coalesce(' until ' || a.finished_at, '')
    from attempts a join wanted w on w.id = a.push_id
    union all
    select e.received_at, 'the user''s allow ' || e.kind || ' ' || e.result || coalesce(' grant ' || e.grant_id, ' not counted')
    from grant_evidence e join wanted w on w.user_id = e.user_id and w.template_id = e.template_id
    union all
    select i.received_at, 'sent event of ' || i.msgid || coalesce(' to attempt ' || i.attempt_id, ' waits') || ', made ' || i.event_at
    from sent_event_items i join wanted w on true join users u on u.id = w.user_id and u.openid = i.openid and u.app_id = i.app_id
    where i.template_id = w.template_id
  ) all_of_it order by at`;

/** What the database knows of one push, in order, for whoever looks into a finding. */
export async function tellHistory(databaseUrl: string, tag: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ at: Date; what: string }>(history, [TAG_KEYWORD, tag]);
    return rows.map(({ at, what }) => `${at.toISOString().slice(11, 23)} ${what}`);
  } finally {
    await client.end();
  }
}
