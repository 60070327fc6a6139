-- Rules on pushes that claim_pushes found not free (design 5): gone, waiting (paused: its job goes, and the sweep of pushes that have
-- none brings it back once the pause is over; or not due), expired, busy (the user's send slot), without a grant (parks or dies, as the
-- push wishes), or to be claimed. What ends or parks is written here; what is to be claimed is answered for take_pushes: at
-- most one push a user, and those that this very attempt holds already.
-- Doubted: silence was taken for *not sent* (judge_unconfirmed), and since then the key has lost its grant or gained another.
-- A second send could succeed although the first did, so the push goes back to waiting for evidence. So it does when news of
-- it or of its user may have been missed (may_have_missed_news): an "allow" that reached nobody is such a grant, too. It then
-- reserves the grant that its unconfirmed attempt was sent with, if that is there, and no other. An operator's verdict overrules
-- silence: then nothing is doubted.
-- Held: its app's sending rules (ADR 0031) keep one that could be sent waiting: it is scheduled anew and counts on no grant until then;
-- one whose earlier attempt may have been delivered is retried then. Dropped: they have it cancelled.
-- Requests as claim_pushes is given them, without those in p_free_ords. The caller holds the user rows. Answers what claim_pushes
-- answers for those not claimed ({ord, answer}), the columns that take_pushes wants, the attempts that count under a cap, the keys at
-- which open demand went, and the pushes with fallbacks that have parked (ADR 0023).
create or replace function rule_claims(
  p_push_ids uuid[],
  p_cycles integer[],
  p_attempt_ids uuid[],
  p_free_ords bigint[],
  p_now timestamptz,
  out answers json,
  out ords bigint[],
  out push_ids uuid[],
  out attempt_ids uuid[],
  out grant_ids uuid[],
  out counted uuid[],
  out left_users uuid[],
  out left_templates text[],
  out turning uuid[]
)
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_told_ids uuid[];
  v_told_types text[];
begin
  with asked as materialized (
    select a.push_id, a.new_attempt_id, a.ord, p.user_id, p.template_id, p.state, p.priority, p.due_at, p.grant_id,
      p.on_no_grant, p.on_unconfirmed, p.had_unconfirmed, p.operator_verdict, p.choices is not null as has_choices,
      p.is_urgent, p.purpose, p.expires_at, app.sending_rules, app.sending_rules_version as version,
      is_restricted(app.restricted_templates, p.template_id) as is_restricted,
      case
        when p.state = 'sending' and p.attempt_id = a.new_attempt_id then 'mine'
        when p.id is null or p.cycle <> a.cycle or p.state not in ('queued', 'retrying') then 'gone'
        -- The sweep ends those of which an attempt may have been delivered.
        when p.expires_at <= p_now then case when p.had_unconfirmed then 'gone' else 'expired' end
        when u.id is null then 'erased'
        when app.pause_kind is not null and (app.paused_until is null or app.paused_until > p_now) then 'paused'
        when t.state = 'paused' and (t.paused_until is null or t.paused_until > p_now) then 'paused'
        when p.state = 'retrying' and p.due_at > p_now then 'waiting'
        when u.busy_push_id is not null and u.busy_until > p_now then 'busy'
        else 'free'
      end as verdict
    from unnest(p_push_ids, p_cycles, p_attempt_ids)
      with ordinality as a(push_id, cycle, new_attempt_id, ord)
    left join pushes p on p.id = a.push_id
    left join users u on u.id = p.user_id
    left join apps app on app.app_id = p.app_id
    left join templates t on t.app_id = p.app_id and t.template_id = p.template_id
    where a.ord <> all (coalesce(p_free_ords, '{}'))
  ), weighed as materialized (
    select a.*, g.id as found_grant_id, g.is_standing,
      case
        when a.verdict <> 'free' then a.verdict
        when a.had_unconfirmed and a.on_unconfirmed = 'reconcile' and a.operator_verdict is null
          and (not is_only_grant(a.push_id, a.user_id, a.template_id, g.id) or may_have_missed_news(a.push_id))
          then 'doubted'
        when g.id is not null or a.on_no_grant = 'send-anyway' then 'sendable'
        when a.on_no_grant = 'reject' and not a.has_choices then 'refused'
        else 'parked'
      end as ruling
    from asked a
    left join lateral (
      select f.id, f.is_standing
      from (
        select g.id, g.is_standing, g.obtained_at,
          case when g.purpose = a.purpose then 0 when g.purpose is null or g.kept_until is null then 1 else 3 end as place
        from grants g
        where a.verdict = 'free' and g.user_id = a.user_id and g.template_id = a.template_id and g.state || '' = 'available'
        union all
        -- Another may have taken the one that was available for it.
        select g.id, false, g.obtained_at, 2
        from grants g
        where a.verdict = 'free' and a.purpose is not null and g.user_id = a.user_id and g.template_id = a.template_id
          and g.purpose = a.purpose and g.purpose is not null and g.state in ('available', 'kept') and has_state(g.state, 'kept')
      ) f
      -- Those collected for its own purpose come first, then free ones. Those that pushes of another purpose count on are theirs, unless
      -- it is sent anyway: WeChat takes what there is (ADR 0032).
      where f.place < 3 or a.on_no_grant = 'send-anyway'
      order by f.place, f.obtained_at
      limit 1
    ) g on true
  ), judged as materialized (
    select w.*,
      case when w.ruling = 'sendable' and w.is_restricted and not w.is_urgent
        then judge_sending(w.sending_rules, w.template_id, w.user_id, w.push_id, p_now) end as rule
    from weighed w
  ), chosen as materialized (
    select j.push_id, j.new_attempt_id, j.ord, j.user_id, j.template_id, j.state, j.had_unconfirmed, j.has_choices, j.expires_at,
      j.version, j.is_restricted, j.found_grant_id, j.is_standing, j.rule, r.ruling,
      r.ruling = 'sendable' and 1 = row_number() over (
        partition by j.user_id, r.ruling order by j.priority, j.due_at, j.ord) as is_claimed
    from judged j
    cross join lateral (
      select case
        when j.rule is null then j.ruling
        when (j.rule ->> 'isDropped')::boolean then 'dropped'
        else 'held'
      end as ruling
    ) r
  ), ruled as materialized (
    select c.*,
      not c.is_standing and (c.is_claimed or o.is_own) and 1 = row_number() over (
        partition by c.found_grant_id order by c.is_claimed desc, o.is_own desc, c.ord) as reserves,
      c.is_claimed or c.ruling = 'mine' as is_taken
    from chosen c
    cross join lateral (
      select c.ruling = 'doubted' and c.found_grant_id is not distinct from (
        select a.grant_id from attempts a
        where c.ruling = 'doubted' and a.push_id = c.push_id and a.outcome = 'unconfirmed'
        order by a.number desc
        limit 1) as is_own
    ) o
  ), reserved as (
    -- Of those that are claimed, take_pushes does it.
    update grants g
    set state = 'reserved', push_id = r.push_id, updated_at = p_now
    from ruled r
    where r.reserves and not r.is_claimed and g.id = r.found_grant_id
  ), moving as (
    select r.push_id, r.user_id, r.template_id, r.state as from_state,
      case r.ruling
        when 'expired' then 'expired'
        when 'parked' then 'parked'
        when 'held' then case when r.had_unconfirmed then 'retrying' else 'scheduled' end
        when 'dropped' then 'cancelled'
        when 'doubted' then 'unconfirmed'
        else 'dead' end as to_state,
      case when r.reserves then r.found_grant_id end as grant_id,
      case when r.ruling = 'held' then r.version end as held_under,
      -- Spread, so that what a night has gathered does not come in one second; but well within its life.
      case when r.ruling = 'held' then u.until + random() * least(
        (r.rule ->> 'spreadSeconds')::integer * interval '1 second',
        greatest(interval '0', (r.expires_at - u.until) / 2)) end as due_at,
      case r.ruling
        when 'expired' then
          jsonb_build_object('code', 'expired', 'message', 'It expired before it could be sent.')
        when 'erased' then
          jsonb_build_object('code', 'recipient-erased', 'message', 'The recipient was erased.')
        when 'doubted' then
          jsonb_build_object('code', 'unconfirmed',
            'message', 'An earlier attempt may have been delivered, and sending again could not tell: it waits for evidence.')
        when 'held' then jsonb_build_object('code', r.rule -> 'code', 'message', r.rule -> 'message')
        when 'dropped' then jsonb_build_object('code', r.rule -> 'code', 'message', (r.rule ->> 'message')
          || case when r.had_unconfirmed and has_silent_attempt(r.push_id)
            then ' An earlier attempt of it may have been delivered.' else '' end)
        else
          jsonb_build_object('code', 'no-grant', 'message', 'No grant is left for this user and template.')
      end as reason
    from ruled r
    cross join lateral (select (r.rule ->> 'until')::timestamptz as until) u
    where r.ruling in ('expired', 'erased', 'parked', 'refused', 'doubted', 'held', 'dropped')
  ), moved as (
    update pushes p
    set state = m.to_state, reason = m.reason, grant_id = m.grant_id, updated_at = p_now,
      parked_at = case when m.to_state = 'parked' then coalesce(p.parked_at, p_now) else p.parked_at end,
      ended_at = case when m.to_state in ('dead', 'expired', 'cancelled') then p_now end,
      held_under = m.held_under, due_at = coalesce(m.due_at, p.due_at),
      -- A job of before must not find it again.
      cycle = p.cycle + (m.held_under is not null)::integer
    from moving m
    where p.id = m.push_id
  ), told as (
    insert into push_transitions (id, push_id, at, from_state, to_state, reason, actor)
    select new_uuid_v7(), m.push_id, p_now, m.from_state, m.to_state, m.reason, 'worker' from moving m
  )
  select
    json_agg(json_build_object('ord', r.ord, 'answer',
      case
        when r.ruling in ('gone', 'waiting', 'busy') then json_build_object('kind', r.ruling)
        when r.ruling = 'sendable' then json_build_object('kind', 'busy')
        when r.ruling = 'paused' then json_build_object('kind', 'waiting')
        else json_build_object('kind', 'moved', 'state', m.to_state)
      end)) filter (where not r.is_taken),
    array_agg(r.ord order by r.ord) filter (where r.is_taken),
    array_agg(r.push_id order by r.ord) filter (where r.is_taken),
    array_agg(r.new_attempt_id order by r.ord) filter (where r.is_taken),
    array_agg(r.found_grant_id order by r.ord) filter (where r.is_taken),
    array_agg(r.new_attempt_id) filter (where r.is_taken and r.is_restricted),
    array_agg(r.user_id) filter (where r.ruling in ('expired', 'refused', 'doubted', 'held', 'dropped')),
    array_agg(r.template_id) filter (where r.ruling in ('expired', 'refused', 'doubted', 'held', 'dropped')),
    array_agg(r.push_id) filter (where r.ruling = 'parked' and r.has_choices),
    (select array_agg(n.push_id order by n.push_id) from moving n where n.held_under is null),
    (select array_agg('push.' || n.to_state order by n.push_id) from moving n where n.held_under is null)
  into answers, ords, push_ids, attempt_ids, grant_ids, counted, left_users, left_templates, turning, v_told_ids, v_told_types
  from ruled r
  left join moving m on m.push_id = r.push_id and r.ruling <> 'gone';
  perform note_push_callbacks(v_told_ids, v_told_types);
end
$$;
