-- Sweep: unconfirmed pushes whose silence is proof enough that WeChat did not send them (design 5) are queued again.
-- Only `reconcile`, and only when all hold: (a) the window is over and a sent event came for an attempt of this app
-- that started after this one; (b) no news of it can have been missed: our event endpoint was up from the attempt until now,
-- nothing it took from WeChat about this user or key waits, and WeChat has reported on the app's other sends of that time;
-- (c) a second send can only succeed if the first did not: the push holds the grant it was sent with, no other of its key is
-- available or reserved, and no other push is after it. (The claim asks again: grants and news may arrive in between.)
-- One whose place a newer push took meanwhile ends superseded.
-- Sent events still waiting for an attempt are looked at first. Walks, p_limit pushes a run.
create or replace function judge_unconfirmed(p_limit integer, p_window_ms integer) returns json
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_window interval := p_window_ms * interval '1 millisecond';
  v_from uuid := coalesce(read_sweep_cursor('judge-unconfirmed'), '00000000-0000-0000-0000-000000000000');
  v_now timestamptz;
  v_ids uuid[];
  v_users uuid[];
  v_templates text[];
  v_touched integer;
  v_due json;
  v_more json;
  v_superseded uuid[];
  v_freed_users uuid[];
  v_freed_templates text[];
begin
  v_ids := array(
    select p.id from pushes p
    where p.state = 'unconfirmed' and p.id > v_from
    order by p.id
    limit p_limit);
  perform write_sweep_cursor('judge-unconfirmed',
    case when cardinality(v_ids) = p_limit then v_ids[p_limit]::text end);
  -- Also where nothing is unconfirmed: a claim of one that waited out a long pause must not read days of beats.
  perform note_endpoint_up();
  if cardinality(v_ids) = 0 then
    return json_build_object('touched', 0, 'due', '[]'::json);
  end if;
  v_ids := keep_free_pushes(v_ids);
  select array_agg(p.user_id), array_agg(p.template_id)
  into v_users, v_templates
  from pushes p where p.id = any (v_ids);
  v_more := pair_waiting_sent_events(v_users, v_templates);
  v_now := clock_timestamp();

  with found as materialized (
    -- By id alone: with the conditions beside it the planner may walk the index of all open pushes, in each run.
    select p.* from pushes p where p.id = any (v_ids)
  ), judged as materialized (
    select p.id, p.grant_id, p.superseded_by, case when p.superseded_by is null then 'queued' else 'cancelled' end as next_state
    from found p
    cross join lateral (
      select max(u.started_at) as started_at, max(u.finished_at) as finished_at
      from attempts u
      where u.push_id = p.id and u.outcome = 'unconfirmed'
    ) a
    where p.state = 'unconfirmed' and p.on_unconfirmed = 'reconcile'
      and p.reason ->> 'code' not in ('grant-revoked', 'grant-unknown', 'verdict-doubted')
      and p.expires_at > v_now
      and a.finished_at + v_window <= v_now
      and is_reported_later(p.app_id, a.started_at)
      and not may_have_missed_news(p.id)
      and exists (
        select 1 from grants own
        where own.id = p.grant_id and own.push_id = p.id and own.state = 'reserved')
      and is_only_grant(p.id, p.user_id, p.template_id, p.grant_id)
      and not exists (
        select 1 from pushes o
        where o.user_id = p.user_id and o.template_id = p.template_id and o.state || '' in ('queued', 'retrying'))
      and not has_unreported_sends(p.id, v_window)
  ), moved as (
    update pushes p
    set state = j.next_state, cycle = p.cycle + 1, due_at = v_now, grant_id = null, updated_at = v_now,
      ended_at = case j.next_state when 'cancelled' then v_now end,
      reason = case j.next_state
        when 'cancelled' then superseded_reason(j.superseded_by, false)
        else jsonb_build_object('code', 'not-sent',
          'message', 'WeChat reported on later messages but never on this one: it did not go out.')
      end
    from judged j
    where p.id = j.id
    returning p.id, p.app_id, p.cycle, p.priority, p.state, p.reason, p.user_id, p.template_id
  ), granted as (
    update grants g
    set state = 'available', push_id = null, updated_at = v_now
    from judged j
    where g.id = j.grant_id
  ), told as (
    insert into push_transitions (id, push_id, at, from_state, to_state, reason, actor, evidence)
    select new_uuid_v7(), m.id, v_now, 'unconfirmed', m.state, m.reason, 'sweep', 'silence' from moved m
  )
  select count(*), json_agg(json_build_object('appId', m.app_id, 'pushId', m.id, 'cycle', m.cycle,
    'priority', m.priority, 'delayMs', 0)) filter (where m.state = 'queued'),
    array_agg(m.id) filter (where m.state = 'cancelled'), array_agg(m.user_id), array_agg(m.template_id)
  into v_touched, v_due, v_superseded, v_freed_users, v_freed_templates
  from moved m;
  if v_superseded is not null then
    perform note_push_callbacks(v_superseded, array_fill('push.cancelled'::text, array[cardinality(v_superseded)]));
  end if;
  if v_freed_users is not null then
    perform void_lost_grants(v_freed_users, v_freed_templates);
    v_more := concat_json_arrays(v_more, release_parked_pushes(v_freed_users, v_freed_templates, 'sweep'));
  end if;
  v_due := concat_json_arrays(coalesce(v_due, '[]'), v_more);
  perform note_evidence(array_fill('silence'::text, array[v_touched]));
  return json_build_object('touched', v_touched, 'due', v_due, 'settledBy', noted_evidence());
end
$$;
