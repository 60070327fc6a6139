-- A stretch of the walk over an app's users that finds an audience's recipients: those who hold an available grant of its template
-- when the walk passes them. `stale`: another worker went on, or it does not collect any more.
create or replace function collect_recipients(p_audience_id uuid, p_after text, p_limit integer) returns json
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_audience audiences;
  v_walked integer;
  v_last text;
  v_added integer;
  v_now timestamptz;
begin
  select * into v_audience from audiences a where a.id = p_audience_id for no key update;
  if v_audience.state is distinct from 'collecting' or v_audience.cursor_openid is distinct from p_after then
    return json_build_object('kind', 'stale');
  end if;
  with walked as materialized (
    select u.id, u.openid, u.phone_hash, u.last_login_at from users u
    where u.app_id = v_audience.app_id and u.openid > p_after
    order by u.openid
    limit p_limit
  ), held as materialized (
    select w.id, row_number() over (order by w.openid) as turn
    from walked w
    where coalesce(w.last_login_at >= (v_audience.filter ->> 'lastLoginFrom')::timestamptz, v_audience.filter ->> 'lastLoginFrom' is null)
      and coalesce(w.last_login_at < (v_audience.filter ->> 'lastLoginTo')::timestamptz, v_audience.filter ->> 'lastLoginTo' is null)
      and coalesce((w.phone_hash is not null) = (v_audience.filter ->> 'hasPhone')::boolean, true)
      and (
        select coalesce(bool_or(g.is_standing), false) or count(*) >= coalesce((v_audience.filter ->> 'grantsMin')::integer, 1)
        from grants g
        where g.user_id = w.id and g.template_id = v_audience.template_id and g.state || '' = 'available')
  ), added as (
    insert into audience_recipients (audience_id, line, state, user_id, variables)
    select p_audience_id, v_audience.total + h.turn, 'waiting', h.id, '{}' from held h
    returning 1
  )
  select (select count(*) from walked), (select w.openid from walked w order by w.openid desc limit 1),
    (select count(*) from added)
  into v_walked, v_last, v_added;
  v_now := clock_timestamp();
  update audiences a
  set total = a.total + v_added, cursor_openid = coalesce(v_last, a.cursor_openid), updated_at = v_now,
    state = case when v_walked = p_limit then a.state when a.starts_by_itself then 'running' else 'ready' end,
    ready_at = case when v_walked < p_limit then v_now end,
    started_at = case when v_walked < p_limit and a.starts_by_itself then v_now end,
    paced_until = case when v_walked < p_limit and a.starts_by_itself then v_now end
  where a.id = p_audience_id;
  return json_build_object('kind', 'stepped', 'last', v_last, 'added', v_added, 'isDone', v_walked < p_limit);
end
$$;
