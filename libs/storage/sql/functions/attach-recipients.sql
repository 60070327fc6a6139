-- Gives parked pushes addressed to a phone or unionid their recipient, once that user has turned up, and sends on
-- what may go: later ones are scheduled, those with a grant (or sent anyway) queued; `reject` without a grant ends dead.
create or replace function attach_recipients(p_user_id uuid) returns json
language plpgsql volatile
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_now timestamptz;
  v_user record;
  v_ids uuid[];
  v_templates text[];
  v_due json;
  v_more json;
  v_refused uuid[];
begin
  select u.app_id, u.phone_hash, u.unionid into v_user from users u where u.id = p_user_id;
  if not found then
    return json_build_object('attached', 0, 'due', '[]'::json);
  end if;
  perform lock_addresses(array[
    case when v_user.phone_hash is not null then address_key(v_user.app_id, v_user.phone_hash, null) end,
    case when v_user.unionid is not null then address_key(v_user.app_id, null, v_user.unionid) end]);
  perform 1 from users u where u.id = p_user_id for no key update;

  perform 1 from pushes p
  where p.id = any (find_unattached_pushes(v_user.app_id, v_user.phone_hash, v_user.unionid))
  order by p.id
  for no key update;
  v_ids := find_unattached_pushes(v_user.app_id, v_user.phone_hash, v_user.unionid);
  v_now := clock_timestamp();

  with attached as (
    update pushes p
    set user_id = p_user_id, updated_at = v_now,
      state = case
        when p.send_at > v_now then 'scheduled'
        when p.on_no_grant = 'send-anyway' then 'queued'
        else 'parked' end,
      cycle = p.cycle + (p.on_no_grant = 'send-anyway' and not coalesce(p.send_at > v_now, false))::integer,
      due_at = greatest(v_now, p.send_at),
      reason = case
        when p.send_at > v_now or p.on_no_grant = 'send-anyway' then null
        else jsonb_build_object('code', 'no-grant', 'message', 'No grant is left for this user and template.') end
    where p.id = any (v_ids)
    returning p.id, p.app_id, p.template_id, p.state, p.cycle, p.priority
  ), told as (
    insert into push_transitions (id, push_id, at, from_state, to_state, actor)
    select new_uuid_v7(), a.id, v_now, 'parked', a.state, 'login' from attached a where a.state <> 'parked'
  )
  select array_agg(distinct a.template_id),
    json_agg(json_build_object('appId', a.app_id, 'pushId', a.id, 'cycle', a.cycle,
      'priority', a.priority, 'delayMs', 0)) filter (where a.state = 'queued')
  into v_templates, v_due
  from attached a;
  v_due := coalesce(v_due, '[]');

  if v_templates is not null then
    v_more := release_parked_pushes(array_fill(p_user_id, array[cardinality(v_templates)]), v_templates, 'login');
    v_due := concat_json_arrays(v_due, v_more);
    with refused as (
      update pushes p
      set state = 'dead', ended_at = v_now, updated_at = v_now
      where p.id = any (v_ids) and p.state = 'parked' and p.on_no_grant = 'reject'
      returning p.id, p.reason
    ), told as (
      insert into push_transitions (id, push_id, at, from_state, to_state, reason, actor)
      select new_uuid_v7(), r.id, v_now, 'parked', 'dead', r.reason, 'login' from refused r
    )
    select array_agg(r.id) into v_refused from refused r;
    if v_refused is not null then
      perform note_push_callbacks(v_refused, array_fill('push.dead'::text, array[cardinality(v_refused)]));
    end if;
  end if;
  return json_build_object('attached', cardinality(v_ids), 'due', v_due);
end
$$;
