-- Sweep: grants reserved by a push that is neither sending nor unconfirmed. Walks the reserved grants, p_limit a run.
-- Spent when the push was sent (or gave up unconfirmed, or is no more), else available again.
create or replace function free_reservations(p_limit integer) returns json
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_from uuid := coalesce(read_sweep_cursor('free-reservations'), '00000000-0000-0000-0000-000000000000');
  v_walked integer;
  v_last uuid;
  v_ids uuid[];
  v_locked uuid[];
  v_touched integer;
  v_users uuid[];
  v_templates text[];
  v_due json := '[]';
begin
  with walked as materialized (
    select g.id, coalesce(p.state not in ('sending', 'unconfirmed') or p.grant_id is distinct from g.id, true) as is_stray
    from (
      select r.id, r.push_id from grants r
      where r.state = 'reserved' and r.id > v_from
      order by r.id
      limit p_limit
    ) g
    left join pushes p on p.id = g.push_id
  )
  select count(*), (select w.id from walked w order by w.id desc limit 1),
    coalesce(array_agg(w.id order by w.id) filter (where w.is_stray), '{}')
  into v_walked, v_last, v_ids
  from walked w;
  perform write_sweep_cursor('free-reservations', case when v_walked = p_limit then v_last::text end);

  v_locked := lock_free_users(array(select g.user_id from grants g where g.id = any (v_ids)));

  with judged as materialized (
    select g.id,
      case
        when p.id is null or p.state = 'sent'
          or (p.state = 'dead' and p.reason ->> 'code' = 'unconfirmed') then 'spent'
        else 'available' end as next_state
    from grants g
    left join pushes p on p.id = g.push_id
    where g.id = any (v_ids) and g.user_id = any (v_locked) and g.state = 'reserved'
      and coalesce(p.state not in ('sending', 'unconfirmed') or p.grant_id is distinct from g.id, true)
  ), freed as (
    update grants g
    set state = j.next_state, updated_at = clock_timestamp(),
      push_id = case when j.next_state = 'spent' then g.push_id end
    from judged j
    where g.id = j.id
    returning g.user_id, g.template_id, g.state
  )
  select count(*), array_agg(f.user_id) filter (where f.state = 'available'),
    array_agg(f.template_id) filter (where f.state = 'available')
  into v_touched, v_users, v_templates
  from freed f;
  if v_users is not null then
    perform void_lost_grants(v_users, v_templates);
    v_due := release_parked_pushes(v_users, v_templates, 'sweep');
  end if;
  return json_build_object('touched', v_touched, 'due', v_due);
end
$$;
