-- Attaches what is parked for these users and sends on what may go: later ones are scheduled, those with a grant (or sent anyway)
-- queued; `reject` without a grant ends dead. The caller holds the user rows.
create or replace function attach_parked_pushes(p_user_ids uuid[], p_actor text) returns json
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_now timestamptz;
  v_ids uuid[];
  v_users uuid[];
  v_templates text[];
  v_due json;
  v_more json;
  v_refused uuid[];
begin
  v_ids := array(
    select p.id from pushes p
    where p.id = any (array(select f.push_id from find_unattached_pushes(p_user_ids) f))
    order by p.id
    for no key update);
  -- As they are now that nobody else may change them.
  select array_agg(f.push_id), array_agg(f.user_id) into v_ids, v_users
  from find_unattached_pushes(p_user_ids) f
  where f.push_id = any (v_ids);
  v_now := clock_timestamp();

  with attached as (
    update pushes p
    set user_id = f.user_id, updated_at = v_now,
      state = case
        when p.send_at > v_now then 'scheduled'
        when p.on_no_grant = 'send-anyway' then 'queued'
        else 'parked' end,
      cycle = p.cycle + (p.on_no_grant = 'send-anyway' and not coalesce(p.send_at > v_now, false))::integer,
      due_at = greatest(v_now, p.send_at),
      reason = case
        when p.send_at > v_now or p.on_no_grant = 'send-anyway' then null
        else jsonb_build_object('code', 'no-grant', 'message', 'No grant is left for this user and template.') end
    -- By id alone: else the planner may walk the index of all that are parked for nobody.
    from unnest(v_ids, v_users) as f(push_id, user_id)
    where p.id = f.push_id
    returning p.id, p.app_id, p.user_id, p.template_id, p.state, p.cycle, p.priority
  ), told as (
    insert into push_transitions (id, push_id, at, from_state, to_state, actor)
    select new_uuid_v7(), a.id, v_now, 'parked', a.state, p_actor from attached a where a.state <> 'parked'
  )
  select array_agg(a.id), array_agg(a.user_id), array_agg(a.template_id),
    json_agg(json_build_object('appId', a.app_id, 'pushId', a.id, 'cycle', a.cycle,
      'priority', a.priority, 'delayMs', 0)) filter (where a.state = 'queued')
  into v_ids, v_users, v_templates, v_due
  from attached a;
  v_due := coalesce(v_due, '[]');

  if v_ids is not null then
    v_more := release_parked_pushes(v_users, v_templates, p_actor);
    v_due := concat_json_arrays(v_due, v_more);
    with refused as (
      update pushes p
      set state = 'dead', ended_at = v_now, updated_at = v_now
      where p.id = any (v_ids) and has_state(p.state, 'parked') and p.on_no_grant = 'reject'
      returning p.id, p.reason
    ), told as (
      insert into push_transitions (id, push_id, at, from_state, to_state, reason, actor)
      select new_uuid_v7(), r.id, v_now, 'parked', 'dead', r.reason, p_actor from refused r
    )
    select array_agg(r.id) into v_refused from refused r;
    if v_refused is not null then
      perform note_push_callbacks(v_refused, array_fill('push.dead'::text, array[cardinality(v_refused)]));
    end if;
  end if;
  return json_build_object('attached', coalesce(cardinality(v_ids), 0), 'due', v_due);
end
$$;
