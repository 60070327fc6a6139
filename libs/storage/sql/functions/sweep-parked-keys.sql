-- Sweep: parked pushes beside a free grant. Every transaction that makes a grant available releases by itself, so this
-- is a safety net: it walks the keys of parked pushes in order, p_limit rows a run, and starts over at the end.
create or replace function sweep_parked_keys(p_limit integer) returns json
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_from text := read_sweep_cursor('release-parked');
  -- Never null: `is null or …` would keep the row comparison out of the index.
  v_from_user uuid := coalesce(split_part(v_from, ' ', 1), '00000000-0000-0000-0000-000000000000');
  v_from_template text := coalesce(substr(v_from, 38), '');
  v_walked integer;
  v_next text;
  v_users uuid[];
  v_templates text[];
  v_locked uuid[];
  v_due json;
begin
  with walked as materialized (
    select p.user_id, p.template_id, p.choices, p.purpose
    from pushes p
    where p.state || '' = 'parked' and (p.user_id, p.template_id) > (v_from_user, v_from_template)
    order by p.user_id, p.template_id
    limit p_limit
  ), found as materialized (
    select w.user_id, w.template_id, exists (
        select 1 from grants g
        where g.user_id = w.user_id and g.template_id = w.template_id and g.state || '' = 'available')
      or (w.choices is not null and exists (
        select 1 from jsonb_array_elements(w.choices) c
        join grants g on g.user_id = w.user_id and g.template_id = c ->> 'templateId' and g.state || '' = 'available'))
      or (w.purpose is not null and exists (
        select 1 from grants g
        where g.user_id = w.user_id and g.template_id = w.template_id and g.purpose = w.purpose
          and g.purpose is not null and g.state in ('available', 'kept'))) as has_grant
    from walked w
  )
  select count(*),
    (select w.user_id || ' ' || w.template_id from found w order by w.user_id desc, w.template_id desc limit 1),
    array_agg(w.user_id) filter (where w.has_grant), array_agg(w.template_id) filter (where w.has_grant)
  into v_walked, v_next, v_users, v_templates
  from found w;
  perform write_sweep_cursor('release-parked', case when v_walked = p_limit then v_next end);
  if v_users is null then
    return json_build_object('touched', 0, 'due', '[]'::json);
  end if;

  v_locked := lock_free_users(v_users);
  select array_agg(k.user_id), array_agg(k.template_id)
  into v_users, v_templates
  from unnest(v_users, v_templates) as k(user_id, template_id)
  where k.user_id = any (v_locked);
  v_due := release_parked_pushes(v_users, v_templates, 'sweep');
  return json_build_object('touched', json_array_length(v_due), 'due', v_due);
end
$$;
