-- Writes what calls to endpoints learned, and takes what these endpoints are to be told next: the place a call has left is filled at
-- once, so that an endpoint's pace is its own. Locks the endpoints (sorted), then their callbacks.
-- Fence: a try counts while it is the one that was taken; a repeated or late one changes nothing.
-- An endpoint that keeps failing is left alone for a while (10 s, doubling to 5 minutes, from the fifth failure on); disabled when it
-- says so (410), or after p_disable_after of nothing but failures.
-- p_results: array of {callback_id, number, at, duration_ms, status, error, answer, verdict: 'delivered' | 'again' | 'failed' | 'gone',
-- next_at, blocked_until}. Answers {next: taken callbacks, disabled: endpoints disabled just now}.
create or replace function settle_callbacks(
  p_results json,
  p_in_flight integer,
  p_lease_ms integer,
  p_disable_after interval
) returns json
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_now timestamptz;
  v_lease_until timestamptz;
  v_disabled json;
  v_next uuid[];
begin
  perform 1 from webhook_endpoints e
  where e.id = any (array(
    select c.endpoint_id
    from json_to_recordset(p_results) as r(callback_id uuid)
    join callbacks c on c.id = r.callback_id))
  order by e.id
  for no key update;
  v_now := clock_timestamp();
  v_lease_until := v_now + p_lease_ms * interval '1 millisecond';

  with given as materialized (
    select r.*, c.endpoint_id, c.type,
      c.state = 'waiting' and c.is_taken and c.attempts = r.number - 1 as counts
    from json_to_recordset(p_results) as r(
      callback_id uuid, number integer, at timestamptz, duration_ms integer, status smallint, error text, answer text,
      verdict text, next_at timestamptz, blocked_until timestamptz)
    join callbacks c on c.id = r.callback_id
  ), attempted as (
    insert into callback_attempts (callback_id, number, at, duration_ms, status, error, answer)
    select g.callback_id, g.number, g.at, g.duration_ms, g.status, g.error, g.answer from given g
    where g.counts
    on conflict do nothing
  ), moved as (
    update callbacks c
    set attempts = g.number, tries = c.tries + 1, lease_until = null, is_taken = false,
      state = case g.verdict when 'delivered' then 'delivered' when 'again' then 'waiting' else 'failed' end,
      next_at = coalesce(g.next_at, c.next_at),
      ended_at = case when g.verdict <> 'again' then v_now end
    from given g
    where g.counts and c.id = g.callback_id
  ), learned as materialized (
    select g.endpoint_id, bool_or(g.verdict = 'gone') as is_gone, bool_or(g.verdict = 'delivered') as is_well,
      count(*) filter (where g.verdict <> 'delivered') as failures, max(g.blocked_until) as blocked_until
    from given g
    -- What a test finds out is for the one who asked.
    where g.counts and g.type <> 'webhook.test'
    group by g.endpoint_id
  ), judged as materialized (
    select e.id, l.is_well, l.is_gone, l.blocked_until,
      case when l.is_well then 0 else e.failures + l.failures end as failures,
      case when not l.is_well then coalesce(e.failing_since, v_now) end as failing_since
    from learned l
    join webhook_endpoints e on e.id = l.endpoint_id
    -- Nothing to write about one that was and is well.
    where not l.is_well or l.is_gone or e.failures > 0 or l.blocked_until is not null
  ), noted as (
    update webhook_endpoints e
    set failures = j.failures, failing_since = j.failing_since, updated_at = v_now,
      blocked_until = greatest(j.blocked_until, case when j.failures >= 5 then
        v_now + least(300, 10 * 2 ^ least(j.failures - 5, 10)) * (0.8 + random() * 0.4) * interval '1 second' end),
      state = case when e.state = 'enabled' and d.reason is not null then 'disabled' else e.state end,
      disabled_at = case when e.state = 'enabled' and d.reason is not null then v_now else e.disabled_at end,
      disabled_reason = case when e.state = 'enabled' and d.reason is not null then d.reason else e.disabled_reason end
    from judged j
    cross join lateral (
      select case
        when j.is_gone then jsonb_build_object('code', 'gone', 'message', 'It answered 410: it wants no more callbacks.')
        when j.failing_since <= v_now - p_disable_after then jsonb_build_object('code', 'failing',
          'message', 'No callback has come through since ' || to_char(j.failing_since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || '.')
      end as reason
    ) d
    where e.id = j.id
    returning e.id, e.url, e.state, e.disabled_at, e.disabled_reason
  )
  select json_agg(json_build_object('id', n.id, 'url', n.url, 'reason', n.disabled_reason))
  into v_disabled
  from noted n
  where n.state = 'disabled' and n.disabled_at = v_now;

  with open as materialized (
    select e.id, least(o.left_places, greatest(0, case when e.failures = 0 then p_in_flight else least(1, p_in_flight) end - (
        select count(*) from callbacks l
        where l.endpoint_id = e.id and l.lease_until is not null and l.lease_until > v_now))) as room
    from (
      select c.endpoint_id, count(*) as left_places
      from json_to_recordset(p_results) as r(callback_id uuid)
      join callbacks c on c.id = r.callback_id
      group by c.endpoint_id
    ) o
    join webhook_endpoints e on e.id = o.endpoint_id
    where e.state = 'enabled' and (e.blocked_until is null or e.blocked_until <= v_now)
  ), due as materialized (
    select d.id
    from open o
    cross join lateral (
      select c.id from callbacks c
      where c.endpoint_id = o.id and c.state = 'waiting' and c.next_at <= v_now
      order by c.next_at
      limit o.room
    ) d
  ), taken as (
    update callbacks c
    set lease_until = v_lease_until, next_at = v_lease_until, is_taken = true
    from due d
    where c.id = d.id
    returning c.id
  )
  select array_agg(t.id) into v_next from taken t;
  return json_build_object('next', callback_facts(v_next), 'disabled', coalesce(v_disabled, '[]'));
end
$$;
