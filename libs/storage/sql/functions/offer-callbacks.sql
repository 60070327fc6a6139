-- Sweep: offers callbacks that are due to the queue, p_limit at most. Each gets a lease, so that no later run offers it before the
-- worker that takes it has had its time; whatever the queue forgets is due again when the lease is over.
-- Of one endpoint at most p_in_flight are leased at once, and one alone while its last call failed: a dead endpoint holds one place.
-- Between two calls to an endpoint that keeps failing lies `blocked_until`. What is due of an endpoint that takes no more is skipped.
create or replace function offer_callbacks(p_limit integer, p_in_flight integer, p_lease_ms integer) returns json
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_lease_until timestamptz := v_now + p_lease_ms * interval '1 millisecond';
  v_endpoints uuid[];
  v_offered json;
  v_touched integer;
begin
  -- Those of whom something is due, the longest waiting first; endpoints are few.
  v_endpoints := array(
    select e.id from webhook_endpoints e
    cross join lateral (
      select c.next_at from callbacks c
      where c.endpoint_id = e.id and c.state = 'waiting' and c.next_at <= v_now
      order by c.next_at
      limit 1
    ) due
    where e.state <> 'enabled' or e.blocked_until is null or e.blocked_until <= v_now
      -- Asked for by a person.
      or due.next_at = to_timestamp(0)
    order by due.next_at
    limit p_limit);
  v_endpoints := array(
    select e.id from webhook_endpoints e
    where e.id = any (v_endpoints)
    order by e.id
    for no key update skip locked);

  with open as materialized (
    select e.id, e.state,
      case
        when e.state <> 'enabled' then p_limit
        else greatest(0, case when e.failures = 0 then p_in_flight else 1 end - (
          select count(*) from callbacks l
          where l.endpoint_id = e.id and l.lease_until is not null and l.lease_until > v_now))
      end as room
    from webhook_endpoints e
    where e.id = any (v_endpoints)
  ), due as materialized (
    select d.id, o.state = 'enabled' or (o.state = 'disabled' and d.type = 'webhook.test') as is_offered
    from open o
    cross join lateral (
      select c.id, c.type from callbacks c
      where c.endpoint_id = o.id and c.state = 'waiting' and c.next_at <= v_now
      order by c.next_at
      limit o.room
    ) d
    -- What is skipped, perhaps by the thousand, must not keep the others waiting.
    order by is_offered desc
    limit p_limit
  ), moved as (
    update callbacks c
    set lease_until = case when d.is_offered then v_lease_until end,
      next_at = case when d.is_offered then v_lease_until else c.next_at end,
      is_taken = false,
      state = case when d.is_offered then 'waiting' else 'skipped' end,
      ended_at = case when d.is_offered then null else v_now end
    from due d
    where c.id = d.id
    returning c.id, c.attempts, d.is_offered
  )
  select count(*), json_agg(json_build_object('callbackId', m.id, 'attempts', m.attempts)) filter (where m.is_offered)
  into v_touched, v_offered
  from moved m;
  return json_build_object('touched', v_touched, 'offered', coalesce(v_offered, '[]'));
end
$$;
