-- What starting an audience would do now to its next p_limit recipients behind a line. Reads only, locks nothing. Each recipient is
-- in it once, so that no two share the grants of a key; of its templates, that which has a grant kept for its purpose (ADR 0032) or
-- one to spare. All as of the time it is due: what is kept for other purposes until then is free by then, and its app's sending rules
-- (ADR 0031) are asked at that time; what they would hold beyond its end counts as dropped. Past its end, nobody gets it.
create or replace function foresee_audience(p_audience_id uuid, p_after integer, p_limit integer) returns json
language plpgsql stable
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_audience audiences;
  v_app record;
  v_purpose text;
  v_templates text[];
  v_at timestamptz;
  v_end timestamptz;
  v_answer json;
begin
  select * into v_audience from audiences a where a.id = p_audience_id;
  select a.sending_rules, case when (v_audience.push ->> 'isUrgent')::boolean then null else a.restricted_templates end as restricted
  into v_app
  from apps a where a.app_id = v_audience.app_id;
  v_purpose := v_audience.push ->> 'purpose';
  v_templates := case when jsonb_typeof(v_audience.push -> 'choices') = 'array'
    then array(select c ->> 'templateId' from jsonb_array_elements(v_audience.push -> 'choices') c)
    else array[v_audience.template_id] end;
  v_at := greatest(now(), (v_audience.push ->> 'sendAt')::timestamptz);
  v_end := coalesce(v_audience.expires_at, v_at + (v_audience.push ->> 'ttlSeconds')::integer * interval '1 second');
  with walked as materialized (
    select r.line, r.user_id, r.openid from audience_recipients r
    where r.audience_id = p_audience_id and r.line > p_after and r.state = 'waiting'
    order by r.line
    limit p_limit
  ), weighed as materialized (
    select w.*, c.template_id, c.free,
      exists (select 1 from users u where u.id = w.user_id) or w.openid is not null as has_user
    from walked w
    cross join lateral (
      select t.template_id, f.free
      from unnest(v_templates) with ordinality as t(template_id, turn)
      cross join lateral (
        -- Written out: calls of count_free_grants, which says the same, cost more than all the rest.
        select (
          select case
            when coalesce(bool_or(a.is_standing), false) then 2147483647
            else count(*) - (
              select count(*) from pushes o
              where o.user_id = w.user_id and o.template_id = t.template_id and o.state || '' in ('queued', 'retrying'))
          end
          from grants a
          where a.user_id = w.user_id and a.template_id = t.template_id and a.state || '' = 'available'
        ) + case when v_purpose is null and v_at <= now() then 0 else (
          select count(*) from grants g
          where g.user_id = w.user_id and g.template_id = t.template_id and (g.purpose = v_purpose or g.kept_until <= v_at)
            and g.purpose is not null and g.state in ('available', 'kept') and has_state(g.state, 'kept')) end as free
      ) f
      order by f.free > 0 desc, t.turn
      limit 1
    ) c
  ), ruled as materialized (
    select w.*, case when v_end <= v_at or w.user_id is not null and not w.has_user then 'refused'
      else state_at_door(place_at_door(w.has_user, null, now()), v_audience.push ->> 'onNoGrant', w.free, 1) end as state
    from weighed w
  ), judged as materialized (
    select r.*, case when j.rule is null then null
      when (j.rule ->> 'isDropped')::boolean or (j.rule ->> 'until')::timestamptz >= v_end then 'dropped'
      else 'held' end as fate
    from ruled r
    cross join lateral (
      select case when r.state = 'queued' and is_restricted(v_app.restricted, r.template_id)
        then judge_sending(v_app.sending_rules, r.template_id, r.user_id, null, v_at) end as rule
    ) j
  )
  select json_build_object(
    'walked', count(*), 'last', max(r.line),
    'wouldSend', count(*) filter (where r.state = 'queued' and r.fate is null),
    'wouldBeHeld', count(*) filter (where r.fate = 'held'),
    'wouldBeDropped', count(*) filter (where r.fate = 'dropped'),
    'wouldPark', count(*) filter (where r.state = 'parked' and r.has_user),
    'wouldWaitForLogin', count(*) filter (where r.state = 'parked' and not r.has_user),
    'wouldRefuse', count(*) filter (where r.state = 'refused'),
    'grantsSpent', count(*) filter (
      where r.state = 'queued' and r.fate is distinct from 'dropped' and r.free between 1 and 2147483646))
  into v_answer
  from judged r;
  return v_answer;
end
$$;
