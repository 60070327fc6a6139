-- Sent events that match no msgid (design 5): once no attempt of the key is in flight, each is paired with the key's
-- oldest attempt that may have been sent and has no msgid (unconfirmed, or accepted without one) and had begun by the
-- event's CreateTime, and applied. The attempt gets the event's msgid. The caller holds the user rows.
create or replace function pair_waiting_sent_events(p_user_ids uuid[], p_template_ids text[]) returns json
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set jit = off
as $$
declare
  v_item record;
  v_attempt_id uuid;
  v_paired uuid[] := '{}';
begin
  for v_item in
    select i.id, i.msgid, i.event_at, u.id as user_id, i.template_id
    from (
      select distinct k.user_id, k.template_id
      from unnest(p_user_ids, p_template_ids) as k(user_id, template_id)
    ) k
    join users u on u.id = k.user_id
    join sent_event_items i
      on i.app_id = u.app_id and i.openid = u.openid and i.template_id = k.template_id and i.attempt_id is null
    where not exists (
      select 1 from pushes b
      where b.id = u.busy_push_id and b.state = 'sending' and b.template_id = i.template_id)
    order by i.event_at, i.id
  loop
    select a.id into v_attempt_id
    from attempts a
    join pushes p on p.id = a.push_id
    where a.user_id = v_item.user_id and a.template_id = v_item.template_id
      and a.msgid is null and a.outcome in ('accepted', 'unconfirmed')
      and (a.outcome = 'accepted' or p.state <> 'sent' or p.reason ->> 'code' like 'inferred-by-%')
      -- CreateTime has whole seconds: the attempt may have begun within that second.
      and a.started_at < v_item.event_at + interval '1 second'
    order by a.started_at
    limit 1;
    continue when v_attempt_id is null;

    update sent_event_items set attempt_id = v_attempt_id where id = v_item.id;
    update attempts set msgid = v_item.msgid where id = v_attempt_id;
    v_paired := v_paired || v_item.id;
  end loop;

  if cardinality(v_paired) = 0 then
    return '[]';
  end if;
  return apply_delivery_evidence(v_paired);
end
$$;
