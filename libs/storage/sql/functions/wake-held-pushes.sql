-- Sweep: pushes that are held under rules which have changed since are due now, p_limit a run: the claim judges them anew. What comes
-- free when a rule is lifted goes out at this pace.
create or replace function wake_held_pushes(p_limit integer) returns json
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
  v_ids uuid[];
  v_touched integer;
begin
  v_ids := array(
    select h.id
    from apps a
    cross join lateral (
      select p.id from pushes p
      where p.app_id = a.app_id and p.held_under < a.sending_rules_version
        and p.held_under is not null and p.state in ('scheduled', 'retrying')
      order by p.held_under
      limit p_limit
    ) h
    where a.sending_rules_version > 0
    limit p_limit);
  v_ids := keep_free_pushes(v_ids);
  v_now := clock_timestamp();
  with woken as (
    update pushes p
    set due_at = least(p.due_at, v_now), held_under = null, updated_at = v_now
    -- By id alone: with the conditions beside it the planner may walk the index of all that are held.
    from (select q.id, q.state, q.held_under from pushes q where q.id = any (v_ids)) f
    where p.id = f.id and f.held_under is not null and f.state in ('scheduled', 'retrying')
    returning p.id
  )
  select count(*) into v_touched from woken;
  return json_build_object('touched', v_touched, 'due', '[]'::json);
end
$$;
