-- A worker takes what was offered to it. Each is taken once: a repeated job finds it gone. Answers those taken, in no order.
create or replace function take_callbacks(p_callback_ids uuid[], p_lease_ms integer) returns json
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
  v_taken uuid[];
begin
  perform 1 from callbacks c where c.id = any (p_callback_ids) order by c.id for no key update;
  with taken as (
    update callbacks c
    set lease_until = v_lease_until, next_at = v_lease_until, is_taken = true
    where c.id = any (p_callback_ids) and c.state = 'waiting' and not c.is_taken and c.lease_until > v_now
    returning c.id
  )
  select array_agg(t.id) into v_taken from taken t;
  return callback_facts(v_taken);
end
$$;
