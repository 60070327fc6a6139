-- Sweep: deletes logins older than they must be kept, p_limit at most; a user's last login is known by its row. UUIDv7 keys are walked by age.
create or replace function retire_logins(p_limit integer, p_keep interval) returns integer
language plpgsql volatile
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_count integer;
begin
  delete from logins l
  where l.id = any (array(
    select o.id from logins o
    where o.id < uuid_v7_floor(clock_timestamp() - p_keep)
    order by o.id limit p_limit));
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
