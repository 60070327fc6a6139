-- Takes pushes to send them (design 5, 9). One transaction: locks the users, then decides each push on a
-- fresh snapshot: gone, waiting (paused: its job goes, and the sweep of pushes that have none brings it back once the pause is over;
-- or not due), expired, busy (the user's send slot), without a grant
-- (parks or dies, as the push wishes), or claimed: grant reserved, slot taken, attempt written.
-- At most one push per user is claimed in a call.
-- Doubted: silence was taken for *not sent* (judge_unconfirmed), and since then the key has lost its grant or gained another.
-- A second send could succeed although the first did, so the push goes back to waiting for evidence. So it does when news of
-- it or of its user may have been missed (may_have_missed_news): an "allow" that reached nobody is such a grant, too. It then
-- reserves the grant that its unconfirmed attempt was sent with, if that is there, and no other. An operator's verdict overrules
-- silence: then nothing is doubted.
-- A claim whose answer got lost is asked for again with the same attempt id, and answered as it was made.
create or replace function claim_pushes(
  p_push_ids uuid[],
  p_cycles integer[],
  p_attempt_ids uuid[],
  p_worker_id text,
  p_lease_ms integer
) returns json
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set jit = off
as $$
declare
  v_now timestamptz;
  v_lease_until timestamptz;
  v_answers json;
  v_moved_users uuid[];
  v_moved_templates text[];
  v_told_ids uuid[];
  v_told_types text[];
  v_turning uuid[];
begin
  perform 1 from users u
  where u.id = any (array(select p.user_id from pushes p where p.id = any (p_push_ids)))
  order by u.id
  for no key update;

  v_now := clock_timestamp();
  v_lease_until := v_now + p_lease_ms * interval '1 millisecond';

  with asked as materialized (
    select a.push_id, a.cycle as asked_cycle, a.new_attempt_id, a.ord, u.openid, p.*,
      case
        when p.state = 'sending' and p.attempt_id = a.new_attempt_id then 'mine'
        when p.id is null or p.cycle <> a.cycle or p.state not in ('queued', 'retrying') then 'gone'
        -- The sweep ends those of which an attempt may have been delivered.
        when p.expires_at <= v_now then case when p.had_unconfirmed then 'gone' else 'expired' end
        when u.id is null then 'erased'
        when app.pause_kind is not null and (app.paused_until is null or app.paused_until > v_now) then 'paused'
        when t.state = 'paused' and (t.paused_until is null or t.paused_until > v_now) then 'paused'
        when p.state = 'retrying' and p.due_at > v_now then 'waiting'
        when u.busy_push_id is not null and u.busy_until > v_now then 'busy'
        else 'free'
      end as verdict
    from unnest(p_push_ids, p_cycles, p_attempt_ids)
      with ordinality as a(push_id, cycle, new_attempt_id, ord)
    left join pushes p on p.id = a.push_id
    left join users u on u.id = p.user_id
    left join apps app on app.app_id = p.app_id
    left join templates t on t.app_id = p.app_id and t.template_id = p.template_id
  ), weighed as materialized (
    select a.*, g.id as found_grant_id, g.is_standing,
      case
        when a.verdict <> 'free' then a.verdict
        when a.had_unconfirmed and a.on_unconfirmed = 'reconcile' and a.operator_verdict is null
          and (not is_only_grant(a.push_id, a.user_id, a.template_id, g.id) or may_have_missed_news(a.push_id))
          then 'doubted'
        when g.id is not null or a.on_no_grant = 'send-anyway' then 'sendable'
        when a.on_no_grant = 'reject' and a.choices is null then 'refused'
        else 'parked'
      end as ruling
    from asked a
    left join lateral (
      select g.id, g.is_standing from grants g
      where a.verdict = 'free' and g.user_id = a.user_id and g.template_id = a.template_id
        and g.state = 'available'
      order by g.obtained_at
      limit 1
    ) g on true
  ), chosen as materialized (
    select w.*,
      w.ruling = 'sendable' and 1 = row_number() over (
        partition by w.user_id, w.ruling order by w.priority, w.due_at, w.ord) as is_claimed
    from weighed w
  ), ruled as materialized (
    select c.*,
      not c.is_standing and (c.is_claimed or o.is_own) and 1 = row_number() over (
        partition by c.found_grant_id order by c.is_claimed desc, o.is_own desc, c.ord) as reserves
    from chosen c
    cross join lateral (
      select c.ruling = 'doubted' and c.found_grant_id is not distinct from (
        select a.grant_id from attempts a
        where c.ruling = 'doubted' and a.push_id = c.push_id and a.outcome = 'unconfirmed'
        order by a.number desc
        limit 1) as is_own
    ) o
  ), reserved as (
    update grants g
    set state = 'reserved', push_id = r.push_id, updated_at = v_now
    from ruled r
    where r.reserves and g.id = r.found_grant_id
  ), claimed as (
    update pushes p
    set state = 'sending', reason = null, attempts = p.attempts + 1, attempt_id = r.new_attempt_id,
      grant_id = r.found_grant_id, lease_until = v_lease_until, updated_at = v_now
    from ruled r
    where r.is_claimed and p.id = r.push_id
  ), attempted as (
    insert into attempts
      (id, push_id, app_id, user_id, template_id, number, cycle, grant_id, started_at, worker_id)
    select r.new_attempt_id, r.push_id, r.app_id, r.user_id, r.template_id, r.attempts + 1, r.cycle,
      r.found_grant_id, v_now, p_worker_id
    from ruled r
    where r.is_claimed
  ), slotted as (
    update users u
    set busy_push_id = r.push_id, busy_until = v_lease_until
    from ruled r
    where r.is_claimed and u.id = r.user_id
  ), moving as (
    select r.push_id, r.user_id, r.template_id, r.state as from_state,
      case r.ruling
        when 'expired' then 'expired'
        when 'parked' then 'parked'
        when 'doubted' then 'unconfirmed'
        else 'dead' end as to_state,
      case when r.reserves then r.found_grant_id end as grant_id,
      case r.ruling
        when 'expired' then
          jsonb_build_object('code', 'expired', 'message', 'It expired before it could be sent.')
        when 'erased' then
          jsonb_build_object('code', 'recipient-erased', 'message', 'The recipient was erased.')
        when 'doubted' then
          jsonb_build_object('code', 'unconfirmed',
            'message', 'An earlier attempt may have been delivered, and sending again could not tell: it waits for evidence.')
        else
          jsonb_build_object('code', 'no-grant', 'message', 'No grant is left for this user and template.')
      end as reason
    from ruled r
    where r.ruling in ('expired', 'erased', 'parked', 'refused', 'doubted')
  ), moved as (
    update pushes p
    set state = m.to_state, reason = m.reason, grant_id = m.grant_id, updated_at = v_now,
      parked_at = case when m.to_state = 'parked' then coalesce(p.parked_at, v_now) else p.parked_at end,
      ended_at = case when m.to_state in ('dead', 'expired') then v_now end
    from moving m
    where p.id = m.push_id
  ), told as (
    insert into push_transitions (id, push_id, at, from_state, to_state, reason, actor)
    select new_uuid_v7(), m.push_id, v_now, m.from_state, m.to_state, m.reason, 'worker' from moving m
  )
  select
    json_agg(
      case
        when r.is_claimed or r.ruling = 'mine' then json_build_object(
          'kind', 'claimed', 'pushId', r.push_id, 'appId', r.app_id, 'cycle', r.cycle,
          'attemptId', r.new_attempt_id, 'attemptNumber', r.attempts + r.is_claimed::integer, 'userId', r.user_id,
          'openid', r.openid, 'templateId', r.template_id, 'data', r.data, 'page', r.page,
          'lang', r.lang, 'miniprogramState', r.miniprogram_state, 'priority', r.priority,
          'onNoGrant', r.on_no_grant, 'onUnconfirmed', r.on_unconfirmed,
          'hasGrant', case when r.is_claimed then r.found_grant_id else r.grant_id end is not null, 'retries', r.retries,
          'tokenRetries', r.token_retries, 'earlierAttempts', r.earlier_attempts, 'hadUnconfirmed', r.had_unconfirmed,
          'hasVerdict', r.operator_verdict is not null,
          'expiresAt', r.expires_at, 'leaseUntil', case when r.is_claimed then v_lease_until else r.lease_until end)
        when r.ruling in ('gone', 'waiting', 'busy') then json_build_object('kind', r.ruling)
        when r.ruling = 'sendable' then json_build_object('kind', 'busy')
        when r.ruling = 'paused' then json_build_object('kind', 'waiting')
        else json_build_object('kind', 'moved', 'state', m.to_state)
      end order by r.ord),
    array_agg(r.user_id) filter (where r.ruling in ('expired', 'refused', 'doubted')),
    array_agg(r.template_id) filter (where r.ruling in ('expired', 'refused', 'doubted')),
    (select array_agg(n.push_id) from moving n),
    (select array_agg('push.' || n.to_state) from moving n),
    array_agg(r.push_id) filter (where r.ruling = 'parked' and r.choices is not null)
  into v_answers, v_moved_users, v_moved_templates, v_told_ids, v_told_types, v_turning
  from ruled r
  left join moving m on m.push_id = r.push_id and r.ruling <> 'gone';
  perform note_push_callbacks(v_told_ids, v_told_types);

  -- A push that leaves open demand may leave a grant to one that is parked; the sweep of
  -- pushes without a job brings that one to the queue.
  if v_moved_users is not null then
    perform release_parked_pushes(v_moved_users, v_moved_templates, 'worker');
  end if;
  if v_turning is not null then
    perform turn_parked_pushes(v_turning, 'worker');
  end if;
  return coalesce(v_answers, '[]');
end
$$;
