-- Puts dead pushes back into life (design 2): queued, or parked where no free grant is left for them; oldest first. Each begins
-- anew: a new cycle, time to live and budget, and no grant; what an attempt kept as spent stays spent (P3).
-- Left as they are: those not dead (any more, or since p_died_before), delivered already, perhaps delivered (unless
-- p_allows_duplicates), without a recipient or a template, and `reject` without a grant. Answers what became of each, in no order.
-- Where an attempt may have been delivered all the same, an operator has said `resend`: silence is not asked again, but what WeChat
-- still tells of that attempt counts as it would of any other.
create or replace function replay_pushes(
  p_push_ids uuid[],
  p_ttl_seconds integer,
  p_allows_duplicates boolean,
  p_died_before timestamptz,
  p_actor text,
  p_replay_id uuid
) returns json
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
  v_results json;
  v_due json;
  v_parked uuid[];
  v_users uuid[];
  v_templates text[];
  v_purposes text[];
  v_purposed uuid[];
  -- Those for which a grant was kept.
  v_served uuid[] := '{}';
begin
  perform lock_users_of_pushes(p_push_ids);
  perform 1 from pushes p where p.id = any (p_push_ids) order by p.id for no key update;
  v_now := clock_timestamp();
  with found as materialized (
    select p.* from pushes p where p.id = any (p_push_ids)
  ), ordered as (
    select f.*
    from found f
    cross join lateral (select case when f.purpose is not null then delivery_doubt(f.id) end as doubt) d
    where f.purpose is not null and f.state = 'dead' and (f.ended_at > p_died_before) is not true
      and f.delivery is distinct from 'confirmed'
      and (d.doubt is null or (d.doubt = 'doubtful' and p_allows_duplicates))
    order by f.id
  )
  select array_agg(o.id), array_agg(o.user_id), array_agg(o.template_id), array_agg(o.purpose)
  into v_purposed, v_users, v_templates, v_purposes
  from ordered o;
  if v_users is not null then
    v_served := array(select v_purposed[n] from unnest(free_earmarked(v_users, v_templates, v_purposes)) n);
  end if;

  with judged as materialized (
    select p.id, p.user_id, p.template_id, p.on_no_grant,
      -- Whatever a person said of it: an event that reports its failure is the only certainty.
      exists (
        select 1 from attempts a
        where a.push_id = p.id and a.outcome = 'unconfirmed'
          and not exists (select 1 from sent_event_items i where i.attempt_id = a.id)
        offset 0) as is_silent,
      case
        when p.state <> 'dead' or p.ended_at > p_died_before then 'not-dead'
        when p.delivery = 'confirmed' or d.doubt = 'delivered' then 'delivered'
        when u.id is null then 'recipient-erased'
        when t.state is null or t.state = 'removed' then 'template-removed'
        when d.doubt = 'doubtful' and not p_allows_duplicates then 'may-duplicate'
        else 'free'
      end as verdict
    from pushes p
    left join users u on u.id = p.user_id
    left join templates t on t.app_id = p.app_id and t.template_id = p.template_id
    cross join lateral (select case when p.state = 'dead' then delivery_doubt(p.id) end as doubt) d
    where p.id = any (p_push_ids)
  ), turned as materialized (
    select j.*, row_number() over (partition by j.verdict, j.user_id, j.template_id order by (j.id = any (v_served)) desc, j.id) as turn
    from judged j
  ), weighed as materialized (
    -- Counted once for each key.
    select t.*, max(case when t.verdict = 'free' and t.turn = 1 then count_free_grants(t.user_id, t.template_id) end)
      over (partition by t.verdict, t.user_id, t.template_id) as free
    from turned t
  ), ruled as materialized (
    select w.*,
      case
        when w.verdict <> 'free' then w.verdict
        when w.on_no_grant = 'send-anyway' or w.free >= w.turn then 'queued'
        when w.on_no_grant = 'reject' then 'no-grant'
        else 'parked'
      end as kind
    from weighed w
  ), moved as (
    update pushes p
    set state = r.kind, cycle = p.cycle + 1, due_at = v_now, updated_at = v_now, ended_at = null,
      reason = case when r.kind = 'parked' then jsonb_build_object('code', 'no-grant',
        'message', 'No grant is left for this user and template.') end,
      expires_at = v_now + coalesce(p_ttl_seconds, p.ttl_seconds) * interval '1 second',
      parked_at = case when r.kind = 'parked' then v_now end,
      retries = 0, token_retries = 0, earlier_attempts = p.attempts,
      had_unconfirmed = r.is_silent, operator_verdict = case when r.is_silent then 'resend' end, grant_id = null, attempt_id = null, delivery = null,
      superseded_by = null
    from ruled r
    where r.kind in ('queued', 'parked') and p.id = r.id
    returning p.id, p.app_id, p.state, p.cycle, p.priority
  ), told as (
    insert into push_transitions (id, push_id, at, from_state, to_state, reason, actor, replay_id)
    select new_uuid_v7(), m.id, v_now, 'dead', m.state, jsonb_build_object('code', 'replayed',
      'message', case when p_replay_id is null then 'It was put back by an operator.'
        else 'It was put back by a replay.' end), p_actor, p_replay_id
    from moved m
  )
  select json_agg(json_build_object('pushId', r.id, 'kind', r.kind)),
    (select json_agg(json_build_object('appId', m.app_id, 'pushId', m.id, 'cycle', m.cycle, 'priority', m.priority,
      'delayMs', 0)) from moved m where m.state = 'queued'),
    (select array_agg(m.id) from moved m where m.state = 'parked')
  into v_results, v_due, v_parked
  from ruled r;
  if v_parked is not null then
    perform note_push_callbacks(v_parked, array_fill('push.parked'::text, array[cardinality(v_parked)]));
  end if;
  v_due := coalesce(v_due, '[]');
  if v_users is not null then
    v_due := concat_json_arrays(v_due, release_parked_pushes(v_users, v_templates, p_actor));
  end if;
  return json_build_object('results', coalesce(v_results, '[]'), 'due', v_due);
end
$$;
