-- Queued pushes whose add nobody acknowledged within 2 s, oldest due first within their template; none that a pause holds
-- (they come when it is over). Hops through the index from key (app, template) to key, so that a paused one with a million
-- waiting costs one step.
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
    with recursive keys as (
      (select q.app_id, q.template_id from pushes q
       where q.state = 'queued' and q.acked_cycle <> q.cycle
       order by q.app_id, q.template_id
       limit 1)
      union all
      select n.app_id, n.template_id
      from keys k
      cross join lateral (
        select q.app_id, q.template_id from pushes q
        where q.state = 'queued' and q.acked_cycle <> q.cycle
          and (q.app_id, q.template_id) > (k.app_id, k.template_id)
        order by q.app_id, q.template_id
        limit 1
      ) n
    )
    select coalesce(json_agg(json_build_object('appId', f.app_id, 'pushId', f.id, 'cycle', f.cycle,
      'priority', f.priority, 'delayMs', 0) order by f.due_at), '[]')
    from (
      select p.app_id, p.id, p.cycle, p.priority, p.due_at
      from keys k
      join apps a on a.app_id = k.app_id
      left join templates t on t.app_id = k.app_id and t.template_id = k.template_id
      cross join lateral (
        select q.app_id, q.id, q.cycle, q.priority, q.due_at
        from pushes q
        where q.app_id = k.app_id and q.template_id = k.template_id
          and q.state = 'queued' and q.acked_cycle <> q.cycle and q.due_at < v_now - interval '2 seconds'
        order by q.due_at
        limit p_limit
      ) p
      where (a.pause_kind is null or a.paused_until <= v_now)
        and coalesce(t.state <> 'paused' or t.paused_until <= v_now, t.state is null)
      limit p_limit
    ) f);
end
$$;
