-- Sweep: grants whose purpose has had its time are available to all, and parked pushes get them.
create or replace function end_earmarks(p_limit integer) returns json
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set jit = off
as $$
declare
  v_users uuid[];
  v_templates text[];
  v_locked uuid[];
  v_touched integer;
begin
  select array_agg(g.user_id), array_agg(g.template_id) into v_users, v_templates
  from (
    select k.user_id, k.template_id from grants k
    where k.state = 'kept' and k.kept_until <= clock_timestamp()
    order by k.kept_until
    limit p_limit
  ) g;
  if v_users is null then
    return json_build_object('touched', 0, 'due', '[]'::json);
  end if;
  v_locked := lock_free_users(v_users);
  select array_agg(k.user_id), array_agg(k.template_id), count(*)
  into v_users, v_templates, v_touched
  from unnest(v_users, v_templates) as k(user_id, template_id)
  where k.user_id = any (v_locked);
  return json_build_object('touched', v_touched, 'due', release_parked_pushes(v_users, v_templates, 'sweep'));
end
$$;
