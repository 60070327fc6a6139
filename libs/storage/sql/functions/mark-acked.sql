-- The queue has these (push, cycle). Takes no user row and therefore waits for nobody: a row that is being changed is skipped
-- and found unacknowledged again, which only costs one more add.
create or replace function mark_acked(p_push_ids uuid[], p_cycles integer[]) returns void
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
as $$
begin
  update pushes p
  set acked_cycle = p.cycle
  where p.id = any (array(
    select q.id
    from unnest(p_push_ids, p_cycles) as a(push_id, cycle)
    join pushes q on q.id = a.push_id and q.cycle = a.cycle
    where q.state = 'queued' and q.acked_cycle <> q.cycle
    for update of q skip locked));
end
$$;
