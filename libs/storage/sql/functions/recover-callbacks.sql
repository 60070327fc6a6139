-- Sweep: goes on with recoveries that were asked for: what failed, or was skipped, since then is told again, oldest first, and what
-- waits for its next try need not wait. Walks p_limit callbacks of an endpoint a run.
create or replace function recover_callbacks(p_limit integer) returns integer
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
  v_endpoint record;
  v_walked uuid[];
  v_count integer := 0;
begin
  for v_endpoint in
    select e.id, e.recover_since, greatest(e.recover_cursor, uuid_v7_floor(e.recover_since)) as after
    from webhook_endpoints e
    where e.recover_since is not null
    order by e.id
    for no key update skip locked
  loop
    v_walked := array(
      select c.id from callbacks c
      where c.endpoint_id = v_endpoint.id and c.id > v_endpoint.after
      order by c.id
      limit p_limit);
    update callbacks c
    set state = 'waiting', tries = 0, next_at = v_now, lease_until = null, is_taken = false, ended_at = null
    where c.id = any (v_walked) and c.at >= v_endpoint.recover_since
      and (c.state in ('failed', 'skipped') or c.state = 'waiting' and c.tries > 0 and c.lease_until is null)
      and c.type <> 'webhook.test';
    update webhook_endpoints e
    set recover_cursor = case when cardinality(v_walked) = p_limit then v_walked[p_limit] end,
      recover_since = case when cardinality(v_walked) = p_limit then e.recover_since end
    where e.id = v_endpoint.id;
    v_count := v_count + cardinality(v_walked);
  end loop;
  return v_count;
end
$$;
