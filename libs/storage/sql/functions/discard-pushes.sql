-- Ends dead letters that nobody will replay: 'cancelled', with why. Left as they are: those not dead (any more, or since
-- p_died_before). Grants stay as they are, and so does what WeChat may still tell of an attempt: it shows as the push's delivery.
-- Answers how many it ended; twice is once.
create or replace function discard_pushes(
  p_push_ids uuid[],
  p_died_before timestamptz,
  p_why text,
  p_actor text
) returns integer
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
begin
  perform lock_users_of_pushes(p_push_ids);
  perform 1 from pushes p where p.id = any (p_push_ids) order by p.id for no key update;
  v_now := clock_timestamp();

  with ended as (
    update pushes p
    set state = 'cancelled', ended_at = v_now, updated_at = v_now,
      reason = jsonb_build_object('code', 'discarded', 'message', 'An operator discarded it: ' || p_why)
    where p.id = any (p_push_ids) and p.state = 'dead' and (p_died_before is null or p.ended_at <= p_died_before)
    returning p.id, p.reason
  ), told as (
    insert into push_transitions (id, push_id, at, from_state, to_state, reason, actor)
    select new_uuid_v7(), e.id, v_now, 'dead', 'cancelled', e.reason, p_actor
    from ended e
  )
  select array_agg(e.id order by e.id) into v_ids from ended e;
  if v_ids is null then
    return 0;
  end if;
  perform note_push_callbacks(v_ids, array_fill('push.cancelled'::text, array[cardinality(v_ids)]));
  return cardinality(v_ids);
end
$$;
