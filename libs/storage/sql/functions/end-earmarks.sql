-- Sweep: grants whose purpose has had its time are available to all (`kept_until` is null then), and parked pushes get them. Nothing
-- else ends an earmark: what becomes free must go to what waits in the same transaction.
create or replace function end_earmarks(p_limit integer) returns json
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_ids uuid[];
  v_users uuid[];
  v_templates text[];
  v_locked uuid[];
  v_touched integer;
begin
  select array_agg(g.id), array_agg(g.user_id) into v_ids, v_users
  from (
    select k.id, k.user_id from grants k
    where k.state = 'kept' and k.kept_until <= clock_timestamp()
    order by k.kept_until
    limit p_limit
  ) g;
  if v_ids is null then
    return json_build_object('touched', 0, 'due', '[]'::json);
  end if;
  v_locked := lock_free_users(v_users);
  with found as materialized (
    -- By id alone: with the conditions beside it the planner may walk the index of all that are kept.
    select k.id, k.user_id, k.state from grants k where k.id = any (v_ids)
  ), ended as (
    update grants g
    set state = 'available', kept_until = null, updated_at = clock_timestamp()
    from found f
    where g.id = f.id and f.state = 'kept' and f.user_id = any (v_locked)
    returning g.user_id, g.template_id
  )
  select array_agg(e.user_id), array_agg(e.template_id), count(*)
  into v_users, v_templates, v_touched
  from ended e;
  return json_build_object('touched', v_touched, 'due', release_parked_pushes(v_users, v_templates, 'sweep'));
end
$$;
