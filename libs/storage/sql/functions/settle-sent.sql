-- The ordinary end of a send, without what the others need: WeChat accepted it, its attempt is the one in `sending`, and no event of it
-- has come in yet. Each of those it takes ends `sent` with its grant spent, as settle_attempts would end
-- it; the others it leaves alone. The caller holds the user rows.
-- p_settlements as settle_attempts is given them. Answers {settled: [{pushId, attemptId, state, isSuperseded}],
-- push_ids: those it took}.
create or replace function settle_sent(p_settlements json, out settled json, out push_ids uuid[])
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
begin
  with plain as materialized (
    select s.push_id, s.attempt_id, s.msgid, s.errmsg, s.http_status, s.duration_ms, s.finished_at, s.token_generation,
      p.user_id, p.grant_id
    from json_to_recordset(p_settlements) as s(
      push_id uuid, attempt_id uuid, attempt_number integer, outcome text, msgid text, errmsg text, http_status smallint,
      duration_ms integer, finished_at timestamptz, token_generation bigint, state text, grant_effect text)
    join pushes p on p.id = s.push_id
    where s.outcome = 'accepted' and s.state = 'sent' and s.grant_effect = 'spend'
      and has_state(p.state, 'sending') and p.attempt_id = s.attempt_id and p.attempts = s.attempt_number
      and not exists (
        select 1 from sent_event_items i
        where i.app_id = p.app_id and i.msgid = s.msgid and i.attempt_id is null
        offset 0)
  ), attempted as (
    update attempts a
    set outcome = 'accepted', errcode = 0, errmsg = t.errmsg, msgid = coalesce(t.msgid, a.msgid), http_status = t.http_status,
      duration_ms = t.duration_ms, finished_at = t.finished_at, token_generation = t.token_generation, is_late = false
    from plain t
    where a.id = t.attempt_id
  ), ended as (
    update pushes p
    set state = 'sent', reason = null, delivery = 'pending', lease_until = null,
      sent_at = v_now, ended_at = v_now, updated_at = v_now
    from plain t
    where p.id = t.push_id
  ), spent as (
    update grants g
    set state = 'spent', updated_at = v_now
    from plain t
    -- Said so that the planner cannot take the index of what is reserved, and walk it whole.
    where g.id = t.grant_id and (g.state, g.push_id) is not distinct from ('reserved', t.push_id)
  ), freed as (
    update users u
    set busy_push_id = null, busy_until = null
    from plain t
    where u.id = t.user_id and u.busy_push_id = t.push_id
  )
  select
    json_agg(json_build_object('pushId', t.push_id, 'attemptId', t.attempt_id, 'state', 'sent', 'isSuperseded', false)),
    array_agg(t.push_id)
  into settled, push_ids
  from plain t;
  if push_ids is not null then
    perform note_push_callbacks(push_ids, array_fill('push.sent'::text, array[cardinality(push_ids)]));
  end if;
end
$$;
