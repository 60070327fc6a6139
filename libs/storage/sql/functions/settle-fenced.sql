-- Writes what attempts learned, whatever it is, and makes their decisions true (design 5, 6, 9). The caller holds the user rows.
-- Fence: a settlement counts as `current` while its attempt is the one in `sending`; as `evidence` when the push
-- is unconfirmed from that very attempt, or from no other; as `proof` when a late *accepted* finds the push waiting to be sent
-- again, or for news of a later attempt (it must not be sent again), or given up. Else it is `late`: kept on the attempt, and the
-- push is no longer in doubt once no other attempt is. `known` is a repeat.
-- One that would wait again, and whose place a newer push took while it was on its way, ends superseded (ADR 0021).
-- A push that ended unconfirmed had its grant written off as spent: a late answer that it was not used gives it back.
-- p_settlements as settle_attempts is given them. Answers as it does.
create or replace function settle_fenced(p_settlements json) returns json
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
  v_settled json;
  v_due json;
  v_voided json;
  v_late_item_ids uuid[];
  v_unnamed_users uuid[];
  v_unnamed_templates text[];
  v_freed_users uuid[];
  v_freed_templates text[];
  v_more json;
  v_pauses json;
  v_evidence text[];
  v_heard_of uuid[];
  v_drift json := '[]';
  v_told_ids uuid[];
  v_told_types text[];
  v_delivery_ids uuid[];
  v_delivery_types text[];
begin
  v_now := clock_timestamp();

  with given as materialized (
    select * from json_to_recordset(p_settlements) as s(
      push_id uuid, attempt_id uuid, attempt_number integer, outcome text, msgid text, errcode integer,
      errmsg text, rid text, http_status smallint, cause text, duration_ms integer,
      finished_at timestamptz, token_generation bigint, state text, reason jsonb, due_at timestamptz,
      grant_effect text, is_retry boolean, is_token_retry boolean, app_pause jsonb, template_pause jsonb)
  ), fenced as materialized (
    select g.*, p.app_id, p.user_id, p.template_id, p.state as was, p.had_unconfirmed, p.superseded_by,
      p.reason ->> 'code' as push_code,
      -- 102 and the like: answered, yet nobody knows whether the message went out.
      case
        when (g.state = 'unconfirmed' and g.errcode is distinct from 43101) or g.reason ->> 'code' = 'resend'
          then 'unconfirmed'
        else g.outcome
      end as lesson,
      a.grant_id, a.started_at,
      case
        when p.state = 'sending' and p.attempt_id = g.attempt_id and p.attempts = g.attempt_number
          then 'current'
        when a.outcome is not null
          and (a.outcome <> 'unconfirmed' or g.outcome = 'unconfirmed' or g.state = 'unconfirmed')
          then 'known'
        when p.state = 'unconfirmed' and p.attempt_id = g.attempt_id then 'evidence'
        when g.outcome = 'accepted' and (p.state in ('scheduled', 'parked', 'queued', 'retrying', 'unconfirmed')
            or (is_given_up(p.state, p.reason, p.had_unconfirmed) and p.delivery is distinct from 'failed'))
          then 'proof'
        when p.state = 'unconfirmed' and not exists (
          select 1 from attempts o
          where o.push_id = p.id and o.id <> a.id and o.outcome = 'unconfirmed') then 'evidence'
        else 'late'
      end as fence
    from given g
    join attempts a on a.id = g.attempt_id and a.push_id = g.push_id
    join pushes p on p.id = g.push_id
  ), judged as materialized (
    select f.*, f.fence in ('current', 'evidence', 'proof') as counts, i.id as item_id,
      i.error_code is not null and not is_delivered(i.error_code, i.error_status) as has_failed,
      case when f.fence = 'current' and f.had_unconfirmed and f.outcome <> 'accepted'
        then earlier_delivery(f.push_id, f.attempt_id) end as earlier,
      d.is_in_doubt and f.reason ->> 'code' = 'inferred-by-43101'
        and was_revoked_since_unconfirmed(f.push_id, f.user_id, f.template_id) as is_revoked,
      d.is_in_doubt and f.reason ->> 'code' = 'inferred-by-43101'
        and may_lack_grant(f.push_id, f.user_id, f.template_id, f.grant_id, f.started_at) as is_unproven,
      f.fence = 'late' and f.was = 'dead' and f.push_code = 'unconfirmed' and f.grant_effect in ('release', 'void-key')
        and f.lesson in ('refused', 'not-sent') and not exists (
          select 1 from attempts o
          where o.push_id = f.push_id and o.grant_id = f.grant_id and o.id <> f.attempt_id
            and o.outcome in ('accepted', 'unconfirmed'))
        and not was_refused_since(f.user_id, f.template_id, f.started_at) as gives_back,
      -- Decided in doubt of an earlier attempt that was answered meanwhile: it did not go out, and 43101 just says so of the grant.
      f.fence in ('current', 'evidence') and not d.is_in_doubt and f.errcode = 43101 and f.state in ('sent', 'unconfirmed') as is_outdated
    from fenced f
    cross join lateral (
      -- Is another attempt in doubt? The lease of this one may be over: then it says so of itself.
      select case f.fence
        when 'current' then f.had_unconfirmed
        when 'evidence' then exists (
          select 1 from attempts o
          where o.push_id = f.push_id and o.id <> f.attempt_id and o.outcome = 'unconfirmed'
            and not exists (select 1 from sent_event_items i where i.attempt_id = o.id))
        else false end as is_in_doubt
    ) d
    left join lateral (
      select i.id, i.error_code, i.error_status from sent_event_items i
      where f.fence <> 'known' and i.app_id = f.app_id and i.msgid = f.msgid and i.attempt_id is null
      order by i.event_at
      limit 1
    ) i on true
  ), directed as materialized (
    select j.*,
      case
        when not j.counts then j.was
        when j.earlier is not null then 'sent'
        when j.is_revoked or j.is_unproven then 'unconfirmed'
        when j.superseded_by is not null and (j.is_outdated or j.state in ('queued', 'retrying', 'parked')) then 'cancelled'
        -- Claimed again, it follows its on_no_grant.
        when j.is_outdated then 'queued'
        else j.state
      end as next_state
    from judged j
  ), ruled as materialized (
    select j.*,
      j.next_state in ('sent', 'dead', 'expired', 'cancelled') as is_over,
      -- What callers are told.
      j.counts and j.was <> j.next_state and j.next_state in ('sent', 'dead', 'expired', 'cancelled', 'parked', 'unconfirmed') as is_told,
      case
        when not j.counts or j.next_state <> 'sent' then null
        when j.earlier is not null then case j.earlier when 'confirmed' then 'push.confirmed' end
        when j.item_id is not null then case when j.has_failed then 'push.undelivered' else 'push.confirmed' end
      end as delivery_news,
      case
        when j.counts and j.next_state = 'cancelled' then superseded_reason(j.superseded_by,
          j.lesson = 'unconfirmed' or (j.had_unconfirmed and has_silent_attempt(j.push_id)))
        when j.earlier is not null or j.is_outdated then null
        when j.is_revoked then jsonb_build_object(
          'code', 'grant-revoked', 'errcode', j.errcode,
          'message', 'The user revoked the permission after an unconfirmed attempt: a person must judge.')
        when j.is_unproven then jsonb_build_object(
          'code', 'grant-unknown', 'errcode', j.errcode,
          'message', 'WeChat knows of no grant, and other pushes may have used more than the ledger counted: a person must judge.')
        else j.reason
      end as next_reason,
      (j.counts and (j.grant_effect = 'void-key' or j.errcode = 43101)) or (j.fence = 'late' and j.errcode = 43101) as voids,
      -- What of an unconfirmed attempt this settles, and by which evidence.
      case
        when j.fence in ('evidence', 'proof') and j.next_state <> j.was then 'late-answer'
        when j.earlier = 'confirmed' then 'event-success'
        when j.earlier is not null then 'late-answer'
        when j.is_revoked or j.is_unproven or (j.fence = 'current' and j.next_state = 'unconfirmed' and j.errcode = 43101) then 'held'
        when j.fence = 'current' and j.had_unconfirmed and j.reason ->> 'code' like 'inferred-by-%'
          then j.reason ->> 'code'
      end as evidence,
      case
        when j.is_revoked or j.is_unproven then 'reserved'
        when j.is_outdated then 'void'
        when j.earlier is not null then 'spent'
        when j.grant_effect = 'spend' then 'spent'
        when j.grant_effect = 'void-key' then 'void'
        when j.grant_effect = 'release' then 'available'
        else case
          when j.next_state = 'unconfirmed' then 'reserved'
          when j.next_state in ('sent', 'dead') then 'spent'
          else 'available'
        end
      end as next_grant_state
    from directed j
  ), attempted as (
    update attempts a
    set outcome = r.lesson, errcode = r.errcode, errmsg = r.errmsg, rid = r.rid,
      -- A late answer without one does not take back the name that its event gave the attempt.
      msgid = coalesce(r.msgid, a.msgid),
      http_status = r.http_status, cause = r.cause, duration_ms = r.duration_ms,
      finished_at = r.finished_at, token_generation = r.token_generation,
      is_late = r.fence <> 'current'
    from ruled r
    where r.fence <> 'known' and a.id = r.attempt_id
  ), settled as (
    update pushes p
    set state = r.next_state,
      reason = r.next_reason,
      delivery = case
        when r.next_state <> 'sent' then p.delivery
        when r.earlier is not null then r.earlier
        when r.item_id is null then 'pending'
        when r.has_failed then 'failed'
        else 'confirmed' end,
      confirmed_at = case
        when r.earlier = 'confirmed' or (r.next_state = 'sent' and r.item_id is not null and not r.has_failed)
          then v_now
        else p.confirmed_at end,
      cycle = p.cycle + (r.next_state in ('queued', 'retrying'))::integer,
      due_at = case
        when r.next_state in ('queued', 'retrying') then coalesce(r.due_at, v_now)
        else p.due_at end,
      retries = p.retries + coalesce(r.is_retry, false)::integer,
      token_retries = p.token_retries + coalesce(r.is_token_retry, false)::integer,
      had_unconfirmed = case
        when r.lesson = 'unconfirmed' then true
        when r.fence = 'evidence' then exists (
          select 1 from attempts o
          where o.push_id = r.push_id and o.id <> r.attempt_id and o.outcome = 'unconfirmed'
            and not exists (select 1 from sent_event_items i where i.attempt_id = o.id))
        else p.had_unconfirmed end,
      operator_verdict = case when r.lesson <> 'unconfirmed' and r.next_state <> 'unconfirmed' then p.operator_verdict end,
      grant_id = case when r.next_grant_state <> 'available' then r.grant_id end,
      lease_until = null,
      parked_at = case when r.next_state = 'parked' then coalesce(p.parked_at, v_now) else p.parked_at end,
      sent_at = case when r.next_state = 'sent' then v_now end,
      ended_at = case when r.is_over then v_now end,
      updated_at = v_now
    from ruled r
    where r.counts and p.id = r.push_id
    returning p.id, p.app_id, p.state, p.cycle, p.priority, p.due_at
  ), granted as (
    update grants g
    set state = r.next_grant_state,
      push_id = case when r.next_grant_state = 'available' then null else r.push_id end,
      void_reason = case when r.next_grant_state = 'void' then '43101' else g.void_reason end,
      updated_at = v_now
    from ruled r
    where r.fence <> 'known' and r.next_grant_state <> 'reserved' and g.id = r.grant_id and not g.is_standing
      and ((r.counts and g.state = 'reserved' and g.push_id = r.push_id)
        -- Given back for want of an answer, which comes now: WeChat has used it.
        or (r.fence in ('proof', 'late') and r.outcome = 'accepted' and g.state in ('available', 'kept', 'void'))
        or (r.gives_back and g.state = 'spent' and g.push_id = r.push_id))
  ), freed as (
    update users u
    set busy_push_id = null, busy_until = null
    from ruled r
    where r.counts and u.id = r.user_id and u.busy_push_id = r.push_id
  ), matched as (
    update sent_event_items i
    set attempt_id = r.attempt_id
    from ruled r
    -- Told twice: both are of this attempt, and neither of another.
    cross join lateral (
      select o.id from sent_event_items o where o.app_id = r.app_id and o.msgid = r.msgid and o.attempt_id is null offset 0
    ) o
    where r.item_id is not null and i.id = o.id
  ), told as (
    insert into push_transitions (id, push_id, at, from_state, to_state, reason, actor, evidence)
    select new_uuid_v7(), r.push_id, v_now, r.was, r.next_state, r.next_reason, 'worker', r.evidence
    from ruled r
    where r.counts and r.was <> r.next_state
      and not (r.was = 'sending' and r.next_state = 'sent' and r.evidence is null)
  )
  select
    json_agg(json_build_object('pushId', r.push_id, 'attemptId', r.attempt_id, 'state', r.next_state,
      'isSuperseded', r.fence = 'late')),
    json_agg(json_build_object('appId', r.app_id, 'templateId', r.template_id, 'appPause', r.app_pause,
      'templatePause', r.template_pause))
      -- What a worker knew long ago must not undo what an operator has resumed since.
      filter (where (r.fence = 'current' or (r.fence <> 'known' and r.finished_at > v_now - interval '1 minute'))
        and (r.app_pause is not null or r.template_pause is not null)),
    json_agg(json_build_object('userId', r.user_id, 'templateId', r.template_id, 'pushId', r.push_id,
      'startedAt', r.started_at,
      'hadReservation', (r.counts or r.gives_back) and r.grant_id is not null and r.grant_effect = 'void-key'))
      filter (where r.voids),
    array_agg(r.item_id) filter (where r.item_id is not null and not (r.counts and r.next_state = 'sent')),
    -- Whatever was learned: one attempt less is in flight, and one more or one less may be what a waiting event tells of.
    array_agg(r.user_id) filter (where r.fence <> 'known'),
    array_agg(r.template_id) filter (where r.fence <> 'known'),
    -- What is void leaves those kept for a purpose in another order.
    array_agg(r.user_id) filter (where r.voids or r.gives_back or (r.counts
      and (r.fence = 'proof' or r.next_state not in ('sent', 'unconfirmed')))),
    array_agg(r.template_id) filter (where r.voids or r.gives_back or (r.counts
      and (r.fence = 'proof' or r.next_state not in ('sent', 'unconfirmed')))),
    (select json_agg(json_build_object('appId', s.app_id, 'pushId', s.id, 'cycle', s.cycle,
        'priority', s.priority,
        'delayMs', greatest(0, ceil(extract(epoch from s.due_at - v_now) * 1000))))
      from settled s
      where s.state in ('queued', 'retrying') and s.due_at <= v_now + interval '1 minute'),
    array_agg(r.evidence) filter (where r.evidence is not null),
    array_agg(r.push_id) filter (where r.fence = 'late' and r.had_unconfirmed and r.lesson in ('refused', 'not-sent')),
    array_agg(r.push_id) filter (where r.is_told), array_agg('push.' || r.next_state) filter (where r.is_told),
    array_agg(r.push_id) filter (where r.delivery_news is not null),
    array_agg(r.delivery_news) filter (where r.delivery_news is not null)
  into v_settled, v_pauses, v_voided, v_late_item_ids, v_unnamed_users, v_unnamed_templates,
    v_freed_users, v_freed_templates, v_due, v_evidence, v_heard_of, v_told_ids, v_told_types, v_delivery_ids,
    v_delivery_types
  from ruled r;

  if v_heard_of is not null then
    update pushes p
    set had_unconfirmed = false
    where p.id = any (v_heard_of) and not has_silent_attempt(p.id) and not exists (
      select 1 from attempts o where o.push_id = p.id and o.outcome = 'accepted');
  end if;

  perform note_push_callbacks(v_told_ids || v_delivery_ids, v_told_types || v_delivery_types);
  v_due := coalesce(v_due, '[]');
  perform note_evidence(v_evidence);
  if v_voided is not null then
    v_drift := void_refused_keys(v_voided);
  end if;
  if v_late_item_ids is not null then
    v_more := apply_delivery_evidence(v_late_item_ids);
    v_due := concat_json_arrays(v_due, v_more);
  end if;
  if v_unnamed_users is not null then
    v_more := pair_waiting_sent_events(v_unnamed_users, v_unnamed_templates);
    v_due := concat_json_arrays(v_due, v_more);
  end if;
  if v_freed_users is not null then
    perform void_lost_grants(v_freed_users, v_freed_templates);
    v_more := release_parked_pushes(v_freed_users, v_freed_templates, 'worker');
    v_due := concat_json_arrays(v_due, v_more);
  end if;
  if v_pauses is not null then
    perform apply_pauses(v_pauses);
  end if;
  return json_build_object('settled', coalesce(v_settled, '[]'), 'due', v_due, 'settledBy', noted_evidence(),
    'drift', v_drift);
end
$$;
