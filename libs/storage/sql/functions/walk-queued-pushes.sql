-- The next queued pushes of a walk over all of them, for a look whether the queue has their jobs: those that became due more than
-- 2 s ago (an add may be under way), oldest due first within their template; none that a pause holds (they come when it is over).
-- Fewer than p_limit: the walk is over, and the next call begins anew. Hops through the index from key (app, template) to key, so that
-- a paused one with a million waiting costs one step.
create or replace function walk_queued_pushes(p_limit integer) returns json
language plpgsql volatile
set enable_seqscan = off
set enable_bitmapscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_at json := read_sweep_cursor('walk-queued-pushes')::json;
  v_app_id text := coalesce(v_at ->> 'appId', '');
  v_template_id text := coalesce(v_at ->> 'templateId', '');
  v_due_at timestamptz := coalesce((v_at ->> 'dueAt')::timestamptz, '-infinity');
  v_id uuid := coalesce((v_at ->> 'id')::uuid, '00000000-0000-0000-0000-000000000000');
  v_before timestamptz := clock_timestamp() - interval '2 seconds';
  v_due json := '[]';
  v_left integer := p_limit;
  v_page json;
  v_size integer;
begin
  loop
    if not is_held(v_app_id, v_template_id) then
      select json_agg(json_build_object('appId', q.app_id, 'pushId', q.id, 'cycle', q.cycle, 'priority', q.priority,
          'delayMs', 0)),
        count(*), (array_agg(q.due_at order by q.due_at desc, q.id desc))[1],
        (array_agg(q.id order by q.due_at desc, q.id desc))[1]
      into v_page, v_size, v_due_at, v_id
      from (
        select p.app_id, p.id, p.cycle, p.priority, p.due_at
        from pushes p
        where p.app_id = v_app_id and p.template_id = v_template_id and p.state = 'queued'
          and (p.due_at, p.id) > (v_due_at, v_id) and p.due_at < v_before
        order by p.due_at, p.id
        limit v_left
      ) q;
      v_due := concat_json_arrays(v_due, coalesce(v_page, '[]'));
      v_left := v_left - v_size;
      if v_left = 0 then
        perform write_sweep_cursor('walk-queued-pushes', json_build_object('appId', v_app_id,
          'templateId', v_template_id, 'dueAt', v_due_at, 'id', v_id)::text);
        return v_due;
      end if;
    end if;

    select n.app_id, n.template_id, '-infinity'::timestamptz, '00000000-0000-0000-0000-000000000000'::uuid
    into v_app_id, v_template_id, v_due_at, v_id
    from (
      select p.app_id, p.template_id from pushes p
      where p.state = 'queued' and (p.app_id, p.template_id) > (v_app_id, v_template_id)
      order by p.app_id, p.template_id
      limit 1
    ) n;
    if not found then
      perform write_sweep_cursor('walk-queued-pushes', null);
      return v_due;
    end if;
  end loop;
end
$$;
