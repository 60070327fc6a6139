-- Sent events that match no msgid (design 5, ADR 0013): once no attempt of the key is in flight, those that can be of one push
-- only, and those that fill the set of attempts they can be of, are paired with these and applied. The attempt gets the event's
-- msgid. The others wait: that one of two went out does not tell which. The caller holds the user rows.
create or replace function pair_waiting_sent_events(p_user_ids uuid[], p_template_ids text[]) returns json
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
  v_key record;
  v_items uuid[];
  v_paired uuid[] := '{}';
begin
  for v_key in
    -- Each settle asks of all its keys, and hardly one has an event that waits: nothing else is looked at before.
    with waiting as materialized (
      select k.user_id, k.template_id, u.busy_push_id
      from (
        select distinct d.user_id, d.template_id
        from unnest(p_user_ids, p_template_ids) as d(user_id, template_id)
      ) k
      join users u on u.id = k.user_id
      where exists (
        select 1 from sent_event_items i
        where i.app_id = u.app_id and i.openid = u.openid and i.template_id = k.template_id
          and i.attempt_id::text || '' is null
        offset 0)
    ), overdue as materialized (
      -- Past its lease another push may have taken the slot; the attempt is in flight until a sweep has seen it.
      select o.user_id, o.template_id from pushes o
      where o.state = 'sending' and o.lease_until < v_now
    )
    select w.user_id, w.template_id
    from waiting w
    -- A value, not a join: the planner would walk all that are being sent for it.
    where (select b.state = 'sending' and b.template_id = w.template_id from pushes b where b.id = w.busy_push_id) is not true
      and not exists (
        select 1 from overdue o where o.user_id = w.user_id and o.template_id = w.template_id)
  loop
    loop
      with proven as materialized (
        select * from find_proven_pairs(v_key.user_id, v_key.template_id)
      ), named as (
        update attempts a set msgid = i.msgid
        from proven v join sent_event_items i on i.id = v.item_id
        where a.id = v.attempt_id
      ), taken as (
        update sent_event_items i set attempt_id = v.attempt_id
        from proven v
        join sent_event_items t on t.id = v.item_id
        cross join lateral (
          select t.id
          union all
          select o.id from sent_event_items o
          where o.app_id = t.app_id and o.openid = t.openid and o.template_id = t.template_id and o.attempt_id::text || '' is null
            and o.msgid = t.msgid and t.msgid <> '' and o.id <> t.id
        ) s
        where i.id = s.id
        returning i.id
      )
      select array_agg(t.id) into v_items from taken t;
      exit when v_items is null;
      v_paired := v_paired || v_items;
    end loop;
  end loop;

  if cardinality(v_paired) = 0 then
    return '[]';
  end if;
  return apply_delivery_evidence(v_paired);
end
$$;
