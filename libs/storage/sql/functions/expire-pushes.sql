-- Sweep: open pushes past their time end (design 5): expired, or, when one of their attempts may have been delivered (also where
-- they waited to be sent again), dead with the grant of it spent.
create or replace function expire_pushes(p_limit integer) returns json
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
  v_users uuid[];
  v_templates text[];
  v_due json := '[]';
  v_evidence text[];
  v_told_ids uuid[];
  v_told_types text[];
begin
  v_ids := array(
    select p.id from pushes p
    where p.state in ('scheduled', 'parked', 'queued', 'retrying', 'unconfirmed') and p.expires_at <= v_now
    order by p.expires_at
    limit p_limit);
  v_ids := keep_free_pushes(v_ids);
  v_now := clock_timestamp();

  with found as materialized (
    -- By id alone: with the conditions beside it the planner may walk the index of all that are past their end, in each run.
    select p.* from pushes p where p.id = any (v_ids)
  ), ruled as materialized (
    select p.id, p.user_id, p.template_id, p.grant_id, p.state, d.is_unknown,
      case when d.is_unknown then 'dead' else 'expired' end as next_state,
      case
        when d.is_unknown then jsonb_build_object('code', 'unconfirmed',
          'message', 'It expired while nobody knew whether WeChat had sent it.')
        when p.state in ('scheduled', 'retrying') and p.held_under is not null then jsonb_build_object('code', p.reason -> 'code',
          'message', 'It expired while it was held. ' || (p.reason ->> 'message'))
        else jsonb_build_object('code', 'expired', 'message', 'It expired before it could be sent.')
      end as reason
    from found p
    cross join lateral (
      select p.state = 'unconfirmed' or (p.had_unconfirmed and has_silent_attempt(p.id)) as is_unknown
    ) d
    where p.expires_at <= v_now
      and p.state in ('scheduled', 'parked', 'queued', 'retrying', 'unconfirmed')
  ), moved as (
    update pushes p
    set state = r.next_state, reason = r.reason, held_under = null, ended_at = v_now, updated_at = v_now
    from ruled r
    -- A login may just have given the push a recipient whose row is not locked here: the next run takes it.
    where p.id = r.id and p.state = r.state and p.user_id is not distinct from r.user_id
    returning p.id, r.user_id, r.template_id, r.grant_id, r.state as was, r.is_unknown, p.state, p.reason
  ), spent as (
    update grants g
    set state = 'spent', updated_at = v_now
    from moved m
    where m.was = 'unconfirmed' and g.id = m.grant_id and g.push_id = m.id and g.state = 'reserved'
  ), written_off as (
    -- Given back for another try: WeChat may have used it all the same.
    update grants g
    set state = 'spent', push_id = m.id, updated_at = v_now
    from moved m
    cross join lateral (
      select a.grant_id from attempts a
      where a.push_id = m.id and a.outcome = 'unconfirmed'
      order by a.number desc
      limit 1
    ) last
    where m.is_unknown and g.id = last.grant_id and g.state in ('available', 'kept') and not g.is_standing
  ), told as (
    insert into push_transitions (id, push_id, at, from_state, to_state, reason, actor, evidence)
    select new_uuid_v7(), m.id, v_now, m.was, m.state, m.reason, 'sweep',
      case when m.is_unknown then 'expiry' end
    from moved m
  )
  select count(*), array_agg('expiry'::text) filter (where m.is_unknown), array_agg(m.user_id) filter (where m.was in ('queued', 'retrying')),
    array_agg(m.template_id) filter (where m.was in ('queued', 'retrying')), array_agg(m.id), array_agg('push.' || m.state)
  into v_touched, v_evidence, v_users, v_templates, v_told_ids, v_told_types
  from moved m;
  perform note_push_callbacks(v_told_ids, v_told_types);
  perform note_evidence(v_evidence);
  if v_users is not null then
    v_due := release_parked_pushes(v_users, v_templates, 'sweep');
  end if;
  return json_build_object('touched', v_touched, 'due', v_due, 'settledBy', noted_evidence());
end
$$;
