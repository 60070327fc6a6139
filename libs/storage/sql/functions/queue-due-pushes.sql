-- Sweep: scheduled pushes whose time has come are queued, or, without a free grant, follow on_no_grant; those with fallbacks choose
-- among their templates first. Retrying ones are queued when their delayed job has not come within 2 s of its time.
create or replace function queue_due_pushes(p_limit integer) returns json
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
  v_ids uuid[];
  v_touched integer;
  v_due json;
  v_told_ids uuid[];
  v_told_types text[];
  v_turning uuid[];
  v_users uuid[];
  v_templates text[];
  v_purposes text[];
  v_purposed uuid[];
  -- Those for which a grant was kept.
  v_served uuid[] := '{}';
  v_turned uuid[];
begin
  v_ids := array(
    select p.id from pushes p
    where p.state in ('scheduled', 'retrying') and p.due_at <= v_now and p.expires_at > v_now
      and (p.state = 'scheduled' or p.due_at <= v_now - interval '2 seconds')
    order by p.due_at
    limit p_limit);
  v_ids := keep_free_pushes(v_ids);
  v_turned := turn_due_pushes(v_ids);
  v_now := clock_timestamp();
  with found as materialized (
    -- By id alone, as below.
    select p.* from pushes p where p.id = any (v_ids)
  ), ordered as (
    select f.* from found f
    where f.purpose is not null and f.state = 'scheduled' and f.due_at <= v_now and f.expires_at > v_now
    order by f.priority, f.expires_at, f.created_at
  )
  select array_agg(o.id), array_agg(o.user_id), array_agg(o.template_id), array_agg(o.purpose)
  into v_purposed, v_users, v_templates, v_purposes
  from ordered o;
  if v_users is not null then
    v_served := array(select v_purposed[n] from unnest(free_earmarked(v_users, v_templates, v_purposes)) n);
  end if;

  with found as materialized (
    -- By id alone: with the conditions beside it the planner may walk the index of all that are due, in each run.
    select p.* from pushes p where p.id = any (v_ids)
  ), turned as materialized (
    select p.id, p.state, p.user_id, p.template_id, p.on_no_grant, p.choices,
      row_number() over (partition by p.state, p.user_id, p.template_id
        order by (p.id = any (v_served)) desc, p.priority, p.expires_at, p.created_at) as turn
    from found p
    where p.state in ('scheduled', 'retrying') and p.due_at <= v_now and p.expires_at > v_now
  ), due as materialized (
    -- Counted once for each key.
    select t.*, max(case when t.state = 'scheduled' and t.turn = 1 then count_free_grants(t.user_id, t.template_id) end)
      over (partition by t.state, t.user_id, t.template_id) as free
    from turned t
  ), ruled as materialized (
    select d.*,
      case
        when d.state = 'retrying' or d.on_no_grant = 'send-anyway' or d.free >= d.turn then 'queued'
        when d.on_no_grant = 'reject' and d.choices is null then 'dead'
        else 'parked'
      end as next_state,
      jsonb_build_object('code', 'no-grant', 'message', 'No grant is left for this user and template.') as no_grant
    from due d
  ), moved as (
    update pushes p
    set state = r.next_state,
      reason = case when r.next_state <> 'queued' then r.no_grant end,
      cycle = p.cycle + (r.next_state = 'queued')::integer,
      parked_at = case when r.next_state = 'parked' then coalesce(p.parked_at, v_now) else p.parked_at end,
      ended_at = case when r.next_state = 'dead' then v_now end,
      held_under = null,
      updated_at = v_now
    from ruled r
    where p.id = r.id
    returning p.id, p.app_id, p.cycle, p.priority, p.state, p.choices
  ), told as (
    insert into push_transitions (id, push_id, at, from_state, to_state, reason, actor)
    select new_uuid_v7(), r.id, v_now, r.state, r.next_state,
      case
        when r.next_state <> 'queued' then r.no_grant
        when r.id = any (v_turned) then jsonb_build_object('code', 'fallback',
          'message', 'Another of its templates has a grant: it goes out with ' || r.template_id || '.')
      end, 'sweep'
    from ruled r
  )
  select count(*), json_agg(json_build_object('appId', m.app_id, 'pushId', m.id, 'cycle', m.cycle,
    'priority', m.priority, 'delayMs', 0)) filter (where m.state = 'queued'),
    array_agg(m.id) filter (where m.state <> 'queued'), array_agg('push.' || m.state) filter (where m.state <> 'queued'),
    array_agg(m.id) filter (where m.state = 'parked' and m.choices is not null)
  into v_touched, v_due, v_told_ids, v_told_types, v_turning
  from moved m;
  if v_users is not null then
    perform sort_earmarked(v_users, v_templates);
  end if;
  perform note_push_callbacks(v_told_ids, v_told_types);
  v_due := coalesce(v_due, '[]');
  if v_turning is not null then
    v_due := concat_json_arrays(v_due, turn_parked_pushes(v_turning, 'sweep'));
  end if;
  if v_users is not null then
    v_due := concat_json_arrays(v_due, release_parked_pushes(v_users, v_templates, 'sweep'));
  end if;
  return json_build_object('touched', v_touched, 'due', v_due);
end
$$;
