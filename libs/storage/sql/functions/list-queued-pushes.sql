-- Everything of an app that should be on its queue, oldest due first, by keyset (due_at has milliseconds, as the caller has).
create or replace function list_queued_pushes(
  p_app_id text,
  p_after_due_at timestamptz,
  p_after_id uuid,
  p_limit integer
) returns json
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
begin
  return (
    select coalesce(json_agg(json_build_object('due', json_build_object('appId', q.app_id, 'pushId', q.id,
      'cycle', q.cycle, 'priority', q.priority, 'delayMs', 0), 'dueAt', q.due_at) order by q.due_at, q.id), '[]')
    from (
      select p.app_id, p.id, p.cycle, p.priority, p.due_at
      from pushes p
      where p.app_id = p_app_id and p.state = 'queued'
        and (p.due_at, p.id) > (coalesce(p_after_due_at, '-infinity'), coalesce(p_after_id, '00000000-0000-0000-0000-000000000000'))
      order by p.due_at, p.id
      limit p_limit
    ) q);
end
$$;
