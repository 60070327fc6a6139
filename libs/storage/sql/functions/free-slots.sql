-- Sweep: clears send slots past their lease. Claims treat those as free anyway, so this is hygiene: it walks the
-- users, p_limit rows a run, because an index on the slot would cost every claim and settle its HOT update.
create or replace function free_slots(p_limit integer) returns json
language plpgsql volatile
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_from uuid := coalesce(read_sweep_cursor('free-slots'), '00000000-0000-0000-0000-000000000000');
  v_walked integer;
  v_last uuid;
  v_stale uuid[];
  v_touched integer;
begin
  with walked as materialized (
    select u.id, u.busy_push_id is not null and u.busy_until < clock_timestamp() as is_stale
    from users u
    where u.id > v_from
    order by u.id
    limit p_limit
  )
  select count(*), (select w.id from walked w order by w.id desc limit 1),
    coalesce(array_agg(w.id order by w.id) filter (where w.is_stale), '{}')
  into v_walked, v_last, v_stale
  from walked w;
  perform write_sweep_cursor('free-slots', case when v_walked = p_limit then v_last::text end);

  v_stale := lock_free_users(v_stale);
  update users u
  set busy_push_id = null, busy_until = null
  where u.id = any (v_stale) and u.busy_until < clock_timestamp();
  get diagnostics v_touched = row_count;
  return json_build_object('touched', v_touched, 'due', '[]'::json);
end
$$;
