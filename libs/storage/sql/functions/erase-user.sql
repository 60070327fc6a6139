-- Erases a user of an app (contract 7): what waits for them is cancelled, what was sent keeps its states and loses its contents,
-- the person's rows go. `busy` with the pushes whose fate is open: nothing is done then. Null: no such user.
create or replace function erase_user(p_app_id text, p_openid text, p_actor text) returns json
language plpgsql volatile
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_user_id uuid;
  v_under_way uuid[];
  v_open uuid[];
  v_id uuid;
  v_pushes integer;
  v_grants json;
begin
  select u.id into v_user_id from users u where u.app_id = p_app_id and u.openid = p_openid for update;
  if v_user_id is null then
    return null;
  end if;
  v_under_way := array(
    select p.id from pushes p where p.user_id = v_user_id and p.state in ('sending', 'unconfirmed') order by p.id);
  if cardinality(v_under_way) > 0 then
    return json_build_object('kind', 'busy', 'pushIds', to_json(v_under_way));
  end if;

  -- Those that wait for a grant first: the end of a queued one would release them.
  v_open := array(
    select p.id from pushes p
    where p.user_id = v_user_id and p.state in ('scheduled', 'parked', 'queued', 'retrying')
    order by p.state in ('queued', 'retrying'), p.id);
  foreach v_id in array v_open loop
    perform cancel_push(v_id, p_actor);
  end loop;

  update pushes p
  set data = '{}', page = null, metadata = null, biz_id = null, dedupe_key = null, replaces = null, choices = null, purpose = null,
    to_phone_hash = null, to_phone_cipher = null, to_unionid = null, updated_at = clock_timestamp()
  where p.user_id = v_user_id;
  get diagnostics v_pushes = row_count;
  -- Those that ended before the person they were addressed to had logged in.
  update pushes p
  set data = '{}', page = null, metadata = null, biz_id = null, dedupe_key = null, replaces = null, choices = null, purpose = null,
    to_phone_hash = null, to_phone_cipher = null, to_unionid = null, updated_at = clock_timestamp()
  from users u
  where u.id = v_user_id and p.app_id = u.app_id and p.user_id is null and p.ended_at is not null
    and p.to_phone_hash = u.phone_hash;
  update pushes p
  set data = '{}', page = null, metadata = null, biz_id = null, dedupe_key = null, replaces = null, choices = null, purpose = null,
    to_phone_hash = null, to_phone_cipher = null, to_unionid = null, updated_at = clock_timestamp()
  from users u
  where u.id = v_user_id and p.app_id = u.app_id and p.user_id is null and p.ended_at is not null
    and p.to_unionid = u.unionid;
  perform forget_recipients(v_user_id);
  select json_strip_nulls(json_build_object(
      'available', count(*) filter (where g.state = 'available'),
      'kept', nullif(count(*) filter (where g.state = 'kept'), 0),
      'reserved', count(*) filter (where g.state = 'reserved'),
      'spent', count(*) filter (where g.state = 'spent'),
      'void', count(*) filter (where g.state = 'void')))
  into v_grants
  from grants g where g.user_id = v_user_id;

  delete from sent_event_items i
  where i.attempt_id = any (array(
    select a.id from attempts a
    where a.push_id = any (array(select p.id from pushes p where p.user_id = v_user_id))));
  delete from sent_event_items i
  where i.app_id = p_app_id and i.openid = p_openid and i.attempt_id::text || '' is null;
  delete from events e where e.app_id = p_app_id and e.openid = p_openid;
  -- With it go logins, reports, evidence and grants.
  delete from users u where u.id = v_user_id;
  return json_build_object('kind', 'erased', 'pushes', v_pushes, 'cancelled', cardinality(v_open), 'grants', v_grants);
end
$$;
