-- Makes true what matched sent events prove (design 5). The events' items name their attempts; the caller holds the
-- user rows. A sent push is confirmed or failed; an unconfirmed one ends sent, or dead once no attempt is in doubt;
-- one that waits to be sent again, or was given up, although it was delivered ends sent. One that waits for it, or is on its way again, is in doubt
-- no longer when the last attempt that nobody knew of has failed: a 43101 then tells of the grant alone. The grant of a proven send
-- is spent, also when it was void; what is told twice changes nothing. Returns pushes to put on the queue: those that parked behind
-- an ended one.
create or replace function apply_delivery_evidence(p_item_ids uuid[]) returns json
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
  v_users uuid[];
  v_templates text[];
  v_evidence text[];
  v_news uuid[];
  v_news_types text[];
  v_told uuid[];
  v_told_types text[];
begin
  with proof as materialized (
    select distinct on (a.push_id) a.push_id, a.grant_id, a.outcome, i.error_code, i.error_status,
      is_delivered(i.error_code, i.error_status) as is_success
    from unnest(p_item_ids) as t(id)
    cross join lateral (
      select o.error_code, o.error_status, o.attempt_id from sent_event_items o where o.id = t.id offset 0
    ) i
    join attempts a on a.id = i.attempt_id
    order by a.push_id, is_delivered(i.error_code, i.error_status) desc
  ), weighed as materialized (
    select f.*, p.state as was, p.user_id, p.template_id, p.delivery as old_delivery,
      case
        when p.state = 'unconfirmed' and f.is_success then 'sent'
        -- Another one may have been delivered all the same: its own news ends the push.
        when p.state = 'unconfirmed' and was_resent_by_wish(p.id) and has_silent_attempt(p.id) then 'unconfirmed'
        when p.state = 'unconfirmed' then 'dead'
        when p.state in ('scheduled', 'parked', 'queued', 'retrying') and f.is_success then 'sent'
        when is_given_up(p.state, p.reason, p.had_unconfirmed) and f.is_success then 'sent'
        else p.state
      end as next_state
    from proof f
    join pushes p on p.id = f.push_id
  ), ruled as materialized (
    select w.*,
      case
        when w.was = w.next_state or w.is_success then null
        else jsonb_build_object('code', 'unconfirmed',
          'message', 'WeChat reported that the message was not delivered: '
            || w.error_status || ' (' || w.error_code || ').')
      end as next_reason,
      case when w.is_success then 'event-success' else 'event-failure' end as evidence
    from weighed w
  ), moved as (
    update pushes p
    set state = r.next_state,
      reason = case when r.was = r.next_state then p.reason else r.next_reason end,
      delivery = case when r.is_success then 'confirmed' else 'failed' end,
      confirmed_at = case when r.is_success then v_now else p.confirmed_at end,
      sent_at = case when r.next_state = 'sent' then coalesce(p.sent_at, v_now) else p.sent_at end,
      ended_at = coalesce(p.ended_at, v_now),
      updated_at = v_now
    from ruled r
    where p.id = r.push_id and r.next_state in ('sent', 'dead', 'expired', 'cancelled')
      and (r.was <> r.next_state or r.old_delivery is distinct from 'confirmed')
    returning p.id, p.state, p.delivery, r.was, r.old_delivery
  ), known as (
    update pushes p
    set had_unconfirmed = false
    from ruled r
    where p.id = r.push_id and not r.is_success and p.had_unconfirmed
      and r.next_state in ('scheduled', 'parked', 'queued', 'retrying', 'sending')
      and not has_silent_attempt(p.id)
  ), spent as (
    update grants g
    set state = 'spent', push_id = r.push_id, updated_at = v_now
    from ruled r
    where g.id = r.grant_id and not g.is_standing
      -- A late answer may have said since that it never went out and given its grant back: a failure told again takes no more.
      and (r.is_success or r.outcome is null or r.outcome in ('accepted', 'unconfirmed'))
      and (g.state in ('available', 'kept', 'void')
        or (g.state = 'reserved' and g.push_id = r.push_id and r.was <> 'sending'))
  ), told as (
    insert into push_transitions (id, push_id, at, from_state, to_state, reason, actor, evidence)
    select new_uuid_v7(), r.push_id, v_now, r.was, r.next_state, r.next_reason, 'event', r.evidence
    from ruled r
    where r.was <> r.next_state
  )
  select array_agg(r.user_id) filter (where r.was in ('queued', 'retrying')),
    array_agg(r.template_id) filter (where r.was in ('queued', 'retrying')), array_agg(r.evidence),
    (select array_agg(m.id) from moved m where m.was <> m.state),
    (select array_agg('push.' || m.state) from moved m where m.was <> m.state),
    -- Of one that ends dead because it was not delivered, its end says so.
    (select array_agg(m.id) from moved m where m.delivery is distinct from m.old_delivery and (m.was = m.state or m.state = 'sent')),
    (select array_agg(case m.delivery when 'confirmed' then 'push.confirmed' else 'push.undelivered' end) from moved m
      where m.delivery is distinct from m.old_delivery and (m.was = m.state or m.state = 'sent'))
  into v_users, v_templates, v_evidence, v_told, v_told_types, v_news, v_news_types
  from ruled r
  where r.was <> r.next_state;
  perform note_push_callbacks(v_told || v_news, v_told_types || v_news_types);
  perform note_evidence(v_evidence);

  if v_users is null then
    return '[]';
  end if;
  return release_parked_pushes(v_users, v_templates, 'event');
end
$$;
