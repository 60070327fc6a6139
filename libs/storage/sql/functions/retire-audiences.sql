-- Part of retire_history: audiences go that ended long ago, and those that nobody has touched for as long, paused or never started; their
-- recipients before them, in small batches. With the first batch they are cancelled: nobody may carry on with half of one.
create or replace function retire_audiences(p_limit integer, p_keep interval) returns integer
language plpgsql volatile
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_ids uuid[];
  v_count integer;
  v_total integer;
begin
  v_ids := array(
    select a.id from audiences a
    where a.id < uuid_v7_floor(clock_timestamp() - p_keep) and a.state not in ('collecting', 'running')
      and coalesce(a.finished_at, a.updated_at) < clock_timestamp() - p_keep
    order by a.id limit 10
    for update skip locked);
  update audiences a
  set state = 'cancelled', finished_at = a.updated_at
  where a.id = any (v_ids) and a.state not in ('cancelled', 'done');
  delete from audience_recipients r
  where (r.audience_id, r.line) in (
    select o.audience_id, o.line from audience_recipients o where o.audience_id = any (v_ids) limit p_limit);
  get diagnostics v_total = row_count;
  delete from audiences a
  where a.id = any (v_ids) and not exists (select 1 from audience_recipients r where r.audience_id = a.id);
  get diagnostics v_count = row_count;
  return v_total + v_count;
end
$$;
