-- Parked pushes of a purpose for which grants of these keys are kept: as many go out as there are such grants, in the order of
-- ADR 0022. The caller holds the user rows and has put the grants in order. Returns what must be put on the queue.
create or replace function release_earmarked(p_user_ids uuid[], p_template_ids text[], p_actor text) returns json
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
  v_due json;
  v_users uuid[];
  v_templates text[];
  v_purposes text[];
begin
  with keys as (
    select distinct k.user_id, k.template_id from unnest(p_user_ids, p_template_ids) as k(user_id, template_id)
  ), supply as materialized (
    select g.user_id, g.template_id, g.purpose, count(*) as kept
    from keys k
    join grants g on g.user_id = k.user_id and g.template_id = k.template_id
      and g.purpose is not null and g.state in ('available', 'kept') and has_state(g.state, 'kept')
    group by 1, 2, 3
  ), chosen as materialized (
    select c.id
    from supply s
    cross join lateral (
      select p.id from pushes p
      where p.user_id = s.user_id and p.template_id = s.template_id and p.purpose = s.purpose
        and p.state || '' = 'parked' and (p.expires_at > v_now) is true
      order by p.priority, p.expires_at, p.created_at
      limit s.kept
    ) c
  ), released as (
    update pushes p
    set state = 'queued', reason = null, cycle = p.cycle + 1, due_at = v_now, updated_at = v_now
    where p.id = any (array(select c.id from chosen c order by c.id))
    returning p.id, p.app_id, p.cycle, p.priority, p.user_id, p.template_id, p.purpose
  ), told as (
    insert into push_transitions (id, push_id, at, from_state, to_state, actor)
    select new_uuid_v7(), r.id, v_now, 'parked', 'queued', p_actor from released r
  )
  select json_agg(json_build_object('appId', r.app_id, 'pushId', r.id, 'cycle', r.cycle, 'priority', r.priority, 'delayMs', 0)),
    array_agg(r.user_id), array_agg(r.template_id), array_agg(r.purpose)
  into v_due, v_users, v_templates, v_purposes
  from released r;
  if v_users is not null then
    perform free_earmarked(v_users, v_templates, v_purposes);
  end if;
  return coalesce(v_due, '[]');
end
$$;
