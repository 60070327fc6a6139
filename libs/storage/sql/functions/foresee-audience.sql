-- What starting an audience would do now to its next p_limit recipients behind a line. Reads only, locks nothing. Each recipient is
-- in it once, so that no two share the grants of a key.
create or replace function foresee_audience(p_audience_id uuid, p_after integer, p_limit integer) returns json
language plpgsql stable
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set jit = off
as $$
declare
  v_audience audiences;
  v_templates text[];
  v_answer json;
begin
  select * into v_audience from audiences a where a.id = p_audience_id;
  v_templates := case when jsonb_typeof(v_audience.push -> 'choices') = 'array'
    then array(select c ->> 'templateId' from jsonb_array_elements(v_audience.push -> 'choices') c)
    else array[v_audience.template_id] end;
  with walked as materialized (
    select r.line, r.user_id, r.openid from audience_recipients r
    where r.audience_id = p_audience_id and r.line > p_after and r.state = 'waiting'
    order by r.line
    limit p_limit
  ), weighed as materialized (
    select w.*, (select max(count_free_grants(w.user_id, t)) from unnest(v_templates) t) as free,
      exists (select 1 from users u where u.id = w.user_id) or w.openid is not null as has_user
    from walked w
  ), ruled as materialized (
    select w.*, case when w.user_id is not null and not w.has_user then 'refused'
      else state_at_door(place_at_door(w.has_user, null, now()), v_audience.push ->> 'onNoGrant', w.free, 1) end as state
    from weighed w
  )
  select json_build_object(
    'walked', count(*), 'last', max(r.line),
    'wouldSend', count(*) filter (where r.state = 'queued'),
    'wouldPark', count(*) filter (where r.state = 'parked' and r.has_user),
    'wouldWaitForLogin', count(*) filter (where r.state = 'parked' and not r.has_user),
    'wouldRefuse', count(*) filter (where r.state = 'refused'),
    'grantsSpent', count(*) filter (where r.state = 'queued' and r.free between 1 and 2147483646))
  into v_answer
  from ruled r;
  return v_answer;
end
$$;
