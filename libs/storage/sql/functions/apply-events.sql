-- Applies stored events, each once (design 5, 6). Picks what nobody else is processing, of users whose rows nobody else holds (it
-- waits for neither: who erases a user holds that row and wants the events), then: answers to asks one by one in the order
-- received, delivery reports all at once. One transaction: a process that dies leaves the events unprocessed.
-- p_event_ids restricts the pick (the caller's way to go on beside a poison event).
create or replace function apply_events(p_limit integer, p_event_ids uuid[] default null) returns json
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
  v_held text[] := '{}';
  v_locked uuid[];
  v_free uuid[];
  v_item record;
  v_due json := '[]';
  v_more json;
  v_users uuid[] := '{}';
  v_templates text[] := '{}';
  v_matched uuid[];
begin
  loop
    if p_event_ids is null then
      v_ids := array(
        select e.id from events e
        where e.processed_at is null and e.openid <> all (v_held)
        order by e.received_at limit p_limit for update skip locked);
    else
      v_ids := array(
        select e.id from events e where e.id = any (p_event_ids) and e.processed_at is null
        order by e.id limit p_limit for update skip locked);
    end if;
    if cardinality(v_ids) = 0 then
      return json_build_object('applied', 0, 'due', '[]'::json);
    end if;

    insert into users (id, app_id, openid)
    select new_uuid_v7(), o.app_id, o.openid
    from (
      select distinct e.app_id, e.openid from events e
      where e.id = any (v_ids) and e.type = 'subscribe_msg_popup_event'
        and not exists (select 1 from users u where u.app_id = e.app_id and u.openid = e.openid)
    ) o
    order by o.app_id, o.openid
    on conflict do nothing;

    v_locked := lock_free_users(array(
      select k.id from events e
      cross join lateral (select u.id from users u where u.app_id = e.app_id and u.openid = e.openid offset 0) k
      where e.id = any (v_ids)));
    v_free := array(
      select e.id from events e
      left join lateral (select u.id from users u where u.app_id = e.app_id and u.openid = e.openid offset 0) k on true
      where e.id = any (v_ids) and (k.id is null or k.id = any (v_locked)));
    exit when cardinality(v_free) > 0;
    if p_event_ids is not null then
      return json_build_object('applied', 0, 'due', '[]'::json);
    end if;
    -- All of them are of users that others hold: look behind them.
    v_held := v_held || array(select distinct e.openid from events e where e.id = any (v_ids));
  end loop;
  v_ids := v_free;

  v_now := clock_timestamp();
  for v_item in
    select distinct on (e.received_at, e.id, i.value ->> 'templateId')
      e.id as event_id, e.app_id, u.id as user_id, i.value ->> 'templateId' as template_id,
      e.created_at,
      case e.type when 'subscribe_msg_change_event' then 'change-reject' else i.value ->> 'status' end as result
    from events e
    cross join jsonb_array_elements(e.payload -> 'items') i
    cross join lateral (select k.id from users k where k.app_id = e.app_id and k.openid = e.openid offset 0) u
    where e.id = any (v_ids)
      and (e.type = 'subscribe_msg_popup_event'
        or (e.type = 'subscribe_msg_change_event' and i.value ->> 'status' = 'reject'))
    -- An event that says both of one template: what takes away rather than what gives.
    order by e.received_at, e.id, i.value ->> 'templateId', i.value ->> 'status' desc
  loop
    perform record_ask_evidence(v_item.app_id, v_item.user_id, v_item.template_id, 'witnessed',
      v_item.result, v_item.created_at, p_event_id => v_item.event_id);
    -- A revocation leaves what was collected after it, those kept for a purpose in another order.
    if v_item.result like 'accept%' or v_item.result in ('ban', 'change-reject') then
      v_users := v_users || v_item.user_id;
      v_templates := v_templates || v_item.template_id;
    end if;
  end loop;

  with stored as (
    insert into sent_event_items
      (id, event_id, app_id, openid, template_id, msgid, error_code, error_status, event_at, received_at,
       attempt_id)
    select new_uuid_v7(), e.id, e.app_id, e.openid, i.value ->> 'templateId', i.value ->> 'msgid',
      i.value ->> 'errorCode', i.value ->> 'errorStatus', e.created_at, e.received_at,
      (select a.id from attempts a
       -- An event without a msgid names nobody, also where another such event has been paired already.
       where a.app_id = e.app_id and a.msgid = nullif(i.value ->> 'msgid', '') and a.user_id = u.id
       limit 1)
    from events e
    cross join jsonb_array_elements(e.payload -> 'items') i
    left join lateral (select k.id from users k where k.app_id = e.app_id and k.openid = e.openid offset 0) u on true
    where e.id = any (v_ids) and e.type = 'subscribe_msg_sent_event'
    returning id, attempt_id, app_id, openid, template_id
  )
  select array_agg(s.id) filter (where s.attempt_id is not null),
    v_users || coalesce(array_agg(u.id) filter (where s.attempt_id is null and u.id is not null), '{}'),
    v_templates
      || coalesce(array_agg(s.template_id) filter (where s.attempt_id is null and u.id is not null), '{}')
  into v_matched, v_users, v_templates
  from stored s
  left join lateral (
    select k.id from users k where k.app_id = s.app_id and k.openid = s.openid offset 0
  ) u on s.attempt_id is null;

  if v_matched is not null then
    v_due := apply_delivery_evidence(v_matched);
  end if;
  if cardinality(v_users) > 0 then
    v_more := pair_waiting_sent_events(v_users, v_templates);
    v_due := concat_json_arrays(v_due, v_more);
    v_more := release_parked_pushes(v_users, v_templates, 'event');
    v_due := concat_json_arrays(v_due, v_more);
  end if;

  update events e set processed_at = v_now, problem = null where e.id = any (v_ids);
  return json_build_object('applied', cardinality(v_ids), 'due', v_due, 'settledBy', noted_evidence());
end
$$;
