import type { RunQuery } from '../database/run-query.ts';

/** What must hold whenever no transaction is open. Each query names the rows that break it. */
const invariants: Record<string, string> = {
  'a push is parked beside a free grant': `
    select p.id from pushes p
    cross join lateral (
      select count(*) as available, coalesce(bool_or(g.is_standing), false) as is_standing from grants g
      where g.user_id = p.user_id and g.template_id = p.template_id and g.state = 'available'
    ) g
    cross join lateral (
      select count(*) as demand from pushes d
      where d.user_id = p.user_id and d.template_id = p.template_id and d.state in ('queued', 'retrying')
    ) d
    where p.state = 'parked' and p.expires_at > now() and (g.is_standing or g.available > d.demand)`,
  'a grant is reserved by a push that is neither sending nor unconfirmed': `
    select g.id from grants g left join pushes p on p.id = g.push_id
    where g.state = 'reserved' and (p.id is null or p.state not in ('sending', 'unconfirmed') or p.grant_id <> g.id)`,
  'a grant that is available belongs to a push': `
    select id from grants where state = 'available' and push_id is not null`,
  'a standing grant was reserved or spent': `
    select id from grants where is_standing and state in ('reserved', 'spent')`,
  'a push reserves two grants': `
    select push_id from grants where state = 'reserved' group by push_id having count(*) > 1`,
  'one grant paid for two messages': `
    select a.grant_id from attempts a join grants g on g.id = a.grant_id
    where a.outcome = 'accepted' and not a.is_late and not g.is_standing
    group by a.grant_id having count(*) > 1`,
  'a message went out on a grant that is not spent': `
    select g.id from attempts a join grants g on g.id = a.grant_id
    where a.outcome = 'accepted' and not a.is_late and not g.is_standing and g.state <> 'spent'`,
  'two pushes of a user are being sent within their leases': `
    select user_id from pushes where state = 'sending' and lease_until > now() group by user_id having count(*) > 1`,
  'a push is being sent without the slot of its user': `
    select p.id from pushes p join users u on u.id = p.user_id
    where p.state = 'sending' and p.lease_until > now() and u.busy_push_id is distinct from p.id`,
  'a slot is held by a push that is not being sent': `
    select u.id from users u left join pushes p on p.id = u.busy_push_id
    where u.busy_push_id is not null and u.busy_until > now() and p.state is distinct from 'sending'`,
  'an attempt has no outcome although its push is not being sent': `
    select a.id from attempts a join pushes p on p.id = a.push_id
    where a.outcome is null and (p.state <> 'sending' or p.attempt_id <> a.id)`,
  'the attempts of a push are not counted': `
    select p.id from pushes p
    where p.attempts <> (select count(*) from attempts a where a.push_id = p.id)`,
  'an ended push has no end, or an open one has': `
    select id from pushes where (state in ('sent', 'dead', 'expired', 'cancelled')) <> (ended_at is not null)`,
  'a push is unconfirmed without an unconfirmed attempt': `
    select p.id from pushes p
    where p.state = 'unconfirmed' and (not p.had_unconfirmed or not exists (
      select 1 from attempts a where a.push_id = p.id and a.outcome = 'unconfirmed'))`,
  'a grant is kept for nothing or without an end': `
    select id from grants where state = 'kept' and (purpose is null or kept_until is null or is_standing or push_id is not null)`,
  'a push is parked beside a grant kept for its purpose': `
    select p.id from pushes p
    where p.state = 'parked' and p.expires_at > now() and exists (
      select 1 from grants g
      where g.user_id = p.user_id and g.template_id = p.template_id and g.purpose = p.purpose and g.state = 'kept')`,
  'more grants kept for a purpose are available than pushes of it are due': `
    select min(g.id::text)::uuid from grants g
    where g.state = 'available' and g.purpose is not null and g.kept_until is not null
    group by g.user_id, g.template_id, g.purpose
    having count(*) > (
      select count(*) from pushes d
      where d.user_id = g.user_id and d.template_id = g.template_id and d.purpose = g.purpose and d.state in ('queued', 'retrying'))`,
  'a held push counts on a grant': `
    select p.id from pushes p
    where p.held_under is not null and p.state = 'scheduled' and p.grant_id is not null`,
  // Of one whose doubt a late answer has ended, the sweep finds it.
  'a push is parked beside a free grant of a fallback': `
    select p.id from pushes p
    cross join lateral jsonb_array_elements(p.choices) c
    where p.state = 'parked' and p.expires_at > now() and not p.had_unconfirmed
      and not exists (select 1 from attempts a where a.push_id = p.id and a.is_late)
      and count_free_grants(p.user_id, c ->> 'templateId') > 0`,
  'a push has turned to a template that is none of its choice': `
    select p.id from pushes p
    where p.choices is not null
      and not exists (select 1 from jsonb_array_elements(p.choices) c where c ->> 'templateId' = p.template_id)`,
  // P4: by another template the same message would come again.
  'a push in doubt has turned to another template': `
    select p.id from pushes p
    cross join lateral (select template_id, outcome from attempts where push_id = p.id order by id desc limit 1) a
    where p.had_unconfirmed and a.outcome = 'unconfirmed' and a.template_id <> p.template_id`,
  // But at an operator's word: a replay, a verdict.
  'two pushes wait under one key that the newer takes from the older': `
    select max(id::text)::uuid from pushes
    where replaces is not null and state in ('scheduled', 'parked', 'queued', 'retrying')
      and earlier_attempts = 0 and operator_verdict is null
    group by caller_id, app_id, user_id, to_phone_hash, to_unionid, replaces having count(*) > 1`,
  'two pushes hold one dedupe key': `
    select max(id::text)::uuid from pushes
    where dedupe_key is not null and dedupe_until > now()
      and (state not in ('dead', 'expired', 'cancelled') or had_unconfirmed)
    group by caller_id, app_id, user_id, to_phone_hash, to_unionid, template_id, dedupe_key having count(*) > 1`,
  'a push is superseded by none, or is not cancelled': `
    select p.id from pushes p left join pushes o on o.id = p.superseded_by
    where (p.superseded_by is not null and (o.id is null or p.state in ('scheduled', 'parked', 'queued', 'retrying')))
      or (p.reason ->> 'code' = 'superseded' and p.superseded_by is null)`,
};

/** Names of the invariants that do not hold in this database, each with some of the rows that break it. */
export async function findBrokenInvariants(query: RunQuery): Promise<string[]> {
  const checks = Object.entries(invariants).map(
    ([name, sql]) =>
      `select '${name}' as name, array_agg(broken.id) as ids from (${sql}) broken(id)`,
  );
  const rows = await query<{ name: string; ids: string[] }>(
    `select name, ids[:3] as ids from (${checks.join(' union all ')}) checked where ids is not null`,
  );
  return rows.map(({ name, ids }) => `${name}: ${ids.join(', ')}`);
}
