-- What follows where pushes with fallbacks have just parked for want of a grant: those of whose templates another has one go out with
-- it, and those that would rather be refused than wait end dead. The caller holds the user rows. Returns what must be put on the queue.
create or replace function turn_parked_pushes(p_push_ids uuid[], p_actor text) returns json
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
  v_refused uuid[];
begin
  v_due := release_by_choice(array(select distinct p.user_id from pushes p where p.id = any (p_push_ids)), p_actor);
  with refused as (
    update pushes p
    set state = 'dead', ended_at = v_now, updated_at = v_now
    where p.id = any (p_push_ids) and has_state(p.state, 'parked') and p.on_no_grant = 'reject'
    returning p.id, p.reason
  ), told as (
    insert into push_transitions (id, push_id, at, from_state, to_state, reason, actor)
    select new_uuid_v7(), r.id, v_now, 'parked', 'dead', r.reason, p_actor from refused r
  )
  select array_agg(r.id) into v_refused from refused r;
  if v_refused is not null then
    perform note_push_callbacks(v_refused, array_fill('push.dead'::text, array[cardinality(v_refused)]));
  end if;
  return v_due;
end
$$;
