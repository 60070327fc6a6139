-- Counts duplicates at the push that answered them, for its timeline. p_first_ids: one for each duplicate.
create or replace function note_duplicates(p_first_ids uuid[]) returns void
language plpgsql volatile
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_now timestamptz := clock_timestamp();
begin
  insert into push_duplicates as d (push_id, times, first_at, last_at)
  select f.id, count(*), v_now, v_now
  from unnest(p_first_ids) as f(id)
  group by f.id
  order by f.id
  on conflict (push_id) do update set times = d.times + excluded.times, last_at = excluded.last_at;
end
$$;
