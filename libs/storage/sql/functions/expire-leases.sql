-- Sweep: pushes whose worker did not report back in time become unconfirmed, the reservation kept; or are queued again at
-- once, when the caller chose `resend`, as decide-unconfirmed has it: each is a retry, p_retries_max of them at most, and none when
-- no time is left, or when a newer push took its place. The send slot is freed.
create or replace function expire_leases(p_limit integer, p_retries_max integer) returns json
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
  v_more json;
  v_users uuid[];
  v_templates text[];
  v_evidence text[];
  v_told_ids uuid[];
  v_told_types text[];
  v_confirmed uuid[];
begin
  v_ids := array(
    select p.id from pushes p
    where p.state = 'sending' and p.lease_until < v_now
    order by p.lease_until
    limit p_limit);
  v_ids := keep_free_pushes(v_ids);
  v_now := clock_timestamp();

  with ruled as materialized (
    select p.id, p.user_id, p.template_id, p.attempt_id, p.grant_id, d.earlier,
      case d.earlier when 'confirmed' then 'event-success' when 'pending' then 'late-answer' end as evidence,
      case
        when d.earlier is not null then 'sent'
        when p.on_unconfirmed = 'resend' and p.retries < p_retries_max and p.expires_at > v_now
          and p.superseded_by is null then 'queued'
        else 'unconfirmed' end as next_state,
      'The worker did not report back in time: WeChat may or may not have sent it.' as message
    from pushes p
    cross join lateral (
      select case when p.had_unconfirmed then earlier_delivery(p.id, p.attempt_id) end as earlier
    ) d
    where p.id = any (v_ids) and p.state = 'sending' and p.lease_until < v_now
  ), reasoned as materialized (
    select r.*, jsonb_build_object('message', r.message,
      'code', case r.next_state when 'queued' then 'resend' else 'unconfirmed' end) as reason
    from ruled r
  ), attempted as (
    update attempts a
    set outcome = 'unconfirmed', cause = 'lease over', finished_at = v_now
    from ruled r
    where a.id = r.attempt_id and a.outcome is null
  ), moved as (
    update pushes p
    set state = r.next_state, had_unconfirmed = true, operator_verdict = null, lease_until = null, updated_at = v_now,
      reason = case r.next_state when 'sent' then null else r.reason end,
      retries = p.retries + (r.next_state = 'queued')::integer,
      cycle = p.cycle + (r.next_state = 'queued')::integer,
      due_at = case r.next_state when 'queued' then v_now else p.due_at end,
      grant_id = case r.next_state when 'queued' then null else p.grant_id end,
      delivery = coalesce(r.earlier, p.delivery),
      confirmed_at = case r.earlier when 'confirmed' then v_now else p.confirmed_at end,
      sent_at = case r.next_state when 'sent' then v_now end,
      ended_at = case r.next_state when 'sent' then v_now end
    from reasoned r
    where p.id = r.id
    returning p.id, p.app_id, p.cycle, p.priority, p.state
  ), granted as (
    update grants g
    set state = case r.next_state when 'queued' then 'available' else 'spent' end,
      push_id = case r.next_state when 'queued' then null else g.push_id end, updated_at = v_now
    from reasoned r
    where r.next_state <> 'unconfirmed' and g.id = r.grant_id and g.push_id = r.id and g.state = 'reserved'
  ), freed as (
    update users u
    set busy_push_id = null, busy_until = null
    from reasoned r
    where u.id = r.user_id and u.busy_push_id = r.id
  ), told as (
    insert into push_transitions (id, push_id, at, from_state, to_state, reason, actor, evidence)
    select new_uuid_v7(), r.id, v_now, 'sending', r.next_state, case when r.earlier is null then r.reason end, 'sweep',
      r.evidence
    from reasoned r
  )
  select count(*),
    (select json_agg(json_build_object('appId', m.app_id, 'pushId', m.id, 'cycle', m.cycle,
      'priority', m.priority, 'delayMs', 0)) from moved m where m.state = 'queued'),
    array_agg(r.user_id), array_agg(r.template_id), array_agg(r.evidence) filter (where r.evidence is not null),
    array_agg(r.id) filter (where r.next_state <> 'queued'), array_agg('push.' || r.next_state) filter (where r.next_state <> 'queued'),
    array_agg(r.id) filter (where r.earlier = 'confirmed')
  into v_touched, v_due, v_users, v_templates, v_evidence, v_told_ids, v_told_types, v_confirmed
  from reasoned r;

  perform note_push_callbacks(v_told_ids || v_confirmed,
    v_told_types || array_fill('push.confirmed'::text, array[coalesce(cardinality(v_confirmed), 0)]));
  v_due := coalesce(v_due, '[]');
  perform note_evidence(v_evidence);
  if v_touched > 0 then
    perform void_lost_grants(v_users, v_templates);
    v_more := pair_waiting_sent_events(v_users, v_templates);
    v_due := concat_json_arrays(v_due, v_more);
    v_more := release_parked_pushes(v_users, v_templates, 'sweep');
    v_due := concat_json_arrays(v_due, v_more);
  end if;
  return json_build_object('touched', v_touched, 'due', v_due, 'settledBy', noted_evidence());
end
$$;
