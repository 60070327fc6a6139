-- Sweep: pushes parked for a phone or unionid that somebody has by now. A login or an import attaches them in a transaction after
-- its own: this is the net for those that ended between the two. Walks them by the order of pushes_parked_in_order, p_limit rows a
-- run, and starts over at the end. Whose row is locked is the next round's. Needs no lock of addresses: a push it does not see yet is
-- the next round's too.
create or replace function sweep_unattached_pushes(p_limit integer) returns json
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_sort = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_from jsonb := read_sweep_cursor('attach-parked');
  v_template text := coalesce(v_from ->> 'template', '');
  v_priority smallint := coalesce(v_from ->> 'priority', '0');
  v_end timestamptz := coalesce(v_from ->> 'end', '-infinity');
  v_at timestamptz := coalesce(v_from ->> 'at', '-infinity');
  v_id uuid := coalesce(v_from ->> 'id', '00000000-0000-0000-0000-000000000000');
  v_walked integer;
  v_next jsonb;
  v_users uuid[];
  v_answer json;
begin
  with walked as materialized (
    select p.id, p.app_id, p.template_id, p.priority, p.expires_at, p.created_at, p.to_phone_hash, p.to_unionid
    from pushes p
    where p.state || '' = 'parked' and p.user_id is null
      -- The pushes of one batch are of one instant: the id tells them apart.
      and (p.template_id, p.priority, p.expires_at, p.created_at, p.id) > (v_template, v_priority, v_end, v_at, v_id)
    order by p.user_id, p.template_id, p.priority, p.expires_at, p.created_at, p.id
    limit p_limit
  )
  select count(*),
    (select jsonb_build_object('template', w.template_id, 'priority', w.priority, 'end', w.expires_at, 'at', w.created_at,
        'id', w.id)
      from walked w
      order by w.template_id desc, w.priority desc, w.expires_at desc, w.created_at desc, w.id desc
      limit 1),
    array_agg(distinct find_recipient(w.app_id, w.to_phone_hash, w.to_unionid))
  into v_walked, v_next, v_users
  from walked w;
  perform write_sweep_cursor('attach-parked', case when v_walked = p_limit then v_next::text end);

  v_answer := attach_parked_pushes(lock_free_users(v_users), 'sweep');
  return json_build_object('touched', v_answer -> 'attached', 'due', v_answer -> 'due');
end
$$;
