-- Deletes callbacks with the tries to tell them. Answers how many.
create or replace function retire_callbacks(p_ids uuid[]) returns integer
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_count integer;
begin
  delete from callback_attempts a where a.callback_id = any (p_ids);
  delete from callbacks c where c.id = any (p_ids);
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

-- Sweep: callbacks of no push go by age, p_limit at most; those of a push go with it. An endpoint that was deleted goes after its last
-- callback. Walks.
create or replace function retire_callback_history(p_limit integer, p_keep interval) returns integer
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_from uuid := coalesce(read_sweep_cursor('retire-callbacks'), '00000000-0000-0000-0000-000000000000');
  v_walked uuid[];
begin
  v_walked := array(
    select c.id from callbacks c
    where c.id < uuid_v7_floor(statement_timestamp() - p_keep) and c.id > v_from
    order by c.id
    limit p_limit);
  perform write_sweep_cursor('retire-callbacks', case when cardinality(v_walked) = p_limit then v_walked[p_limit]::text end);
  perform retire_callbacks(array(
    select c.id from callbacks c
    where c.id = any (v_walked) and not exists (select 1 from pushes p where p.id = c.push_id)));
  delete from webhook_endpoints e
  where e.state = 'deleted' and not exists (select 1 from callbacks c where c.endpoint_id = e.id);
  return cardinality(v_walked);
end
$$;
