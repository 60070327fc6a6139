-- Queued pushes whose add nobody acknowledged within 2 s, oldest due first within their template; none that a pause holds
-- (they come when it is over). Walks template by template, so that a paused one with a million waiting costs nothing.
create or replace function find_unacked_pushes(p_limit integer) returns json
language plpgsql stable
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set jit = off
as $$
declare
  v_now timestamptz := clock_timestamp();
begin
  return (
    select coalesce(json_agg(json_build_object('appId', f.app_id, 'pushId', f.id, 'cycle', f.cycle,
      'priority', f.priority, 'delayMs', 0) order by f.due_at), '[]')
    from (
      select p.app_id, p.id, p.cycle, p.priority, p.due_at
      from apps a
      join templates t on t.app_id = a.app_id
      cross join lateral (
        select q.app_id, q.id, q.cycle, q.priority, q.due_at
        from pushes q
        where q.app_id = a.app_id and q.template_id = t.template_id
          and q.state = 'queued' and q.acked_cycle <> q.cycle and q.due_at < v_now - interval '2 seconds'
        order by q.due_at
        limit p_limit
      ) p
      where (a.pause_kind is null or a.paused_until <= v_now)
        and (t.state <> 'paused' or t.paused_until <= v_now)
      limit p_limit
    ) f);
end
$$;
