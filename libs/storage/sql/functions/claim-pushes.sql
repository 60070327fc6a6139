-- Takes pushes to send them (design 5, 9). One transaction: locks the users, then decides each push on a fresh snapshot.
-- Nearly every push is free: queued and in time, of an app and a template that nobody paused, its user's send slot free and its user
-- asked for once, no earlier attempt in doubt, no rule on when it may be sent, a grant of its own purpose (or none) there. It is found here; what the others may do, rule_claims says.
-- p_push_ids[n], p_cycles[n], p_attempt_ids[n] are one request. Answers each, in order: claimed with all that a send needs, gone,
-- busy, waiting, or moved to another state. At most one push per user is claimed in a call.
-- A claim whose answer got lost is asked for again with the same attempt id, and answered as it was made.
create or replace function claim_pushes(
  p_push_ids uuid[],
  p_cycles integer[],
  p_attempt_ids uuid[],
  p_worker_id text,
  p_lease_ms integer
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
  v_ords bigint[];
  v_push_ids uuid[];
  v_attempt_ids uuid[];
  v_grant_ids uuid[];
  v_ruled record;
  v_taken json;
begin
  perform 1 from users u
  where u.id = any (array(select p.user_id from pushes p where p.id = any (p_push_ids)))
  order by u.id
  for no key update;

  v_now := clock_timestamp();
  v_lease_until := v_now + p_lease_ms * interval '1 millisecond';

  with asked as materialized (
    select a.ord, a.attempt_id, a.cycle as asked_cycle, p.id, p.app_id, p.user_id, p.template_id, p.state, p.cycle, p.expires_at,
      p.had_unconfirmed, p.purpose, count(*) over (partition by p.user_id) as rivals
    from unnest(p_push_ids, p_cycles, p_attempt_ids) with ordinality as a(push_id, cycle, attempt_id, ord)
    join pushes p on p.id = a.push_id
  )
  select array_agg(a.ord order by a.ord), array_agg(a.id order by a.ord), array_agg(a.attempt_id order by a.ord),
    array_agg(g.id order by a.ord)
  into v_ords, v_push_ids, v_attempt_ids, v_grant_ids
  from asked a
  join users u on u.id = a.user_id
  join apps app on app.app_id = a.app_id
  left join templates t on t.app_id = a.app_id and t.template_id = a.template_id
  cross join lateral (
    select g.id from grants g
    where g.user_id = a.user_id and g.template_id = a.template_id and g.state || '' = 'available'
      and g.purpose is not distinct from a.purpose
    order by g.obtained_at
    limit 1
  ) g
  where a.state = 'queued' and a.cycle = a.asked_cycle and a.expires_at > v_now and not a.had_unconfirmed and a.rivals = 1
    and app.pause_kind is null and t.state is distinct from 'paused'
    and not is_restricted(app.restricted_templates, a.template_id)
    and (u.busy_push_id is null or u.busy_until <= v_now);

  if cardinality(v_ords) = cardinality(p_push_ids) then
    return take_pushes(v_push_ids, v_attempt_ids, v_grant_ids, p_worker_id, v_now, v_lease_until);
  end if;

  select * into v_ruled from rule_claims(p_push_ids, p_cycles, p_attempt_ids, v_ords, v_now);
  v_taken := take_pushes(v_push_ids || v_ruled.push_ids, v_attempt_ids || v_ruled.attempt_ids, v_grant_ids || v_ruled.grant_ids,
    p_worker_id, v_now, v_lease_until);
  if v_ruled.counted is not null then
    update attempts a set is_counted = true where a.id = any (v_ruled.counted);
  end if;
  -- A push that leaves open demand may leave a grant to one that is parked; the sweep of
  -- pushes without a job brings that one to the queue.
  if v_ruled.left_users is not null then
    perform release_parked_pushes(v_ruled.left_users, v_ruled.left_templates, 'worker');
  end if;
  if v_ruled.turning is not null then
    perform turn_parked_pushes(v_ruled.turning, 'worker');
  end if;
  return (
    select coalesce(json_agg(e.answer order by e.ord), '[]')
    from (
      select o.ord, t.answer
      from json_array_elements(v_taken) with ordinality as t(answer, n)
      join unnest(v_ords || v_ruled.ords) with ordinality as o(ord, n) using (n)
      union all
      select r.ord, r.answer from json_to_recordset(v_ruled.answers) as r(ord bigint, answer json)
    ) e);
end
$$;
