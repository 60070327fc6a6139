-- Grants collected before Yuexin was installed. Registers unknown openids. With an idempotency key the import happens
-- once: {kind: 'imported', imported, due}, then {kind: 'replayed', imported}, or {kind: 'key-reused'} for another body.
-- With p_is_total the counts of a user and template say how many were ever imported, whatever became of them; what the
-- ledger lacks of them is added, by the last rows: the same rows again, or more of them, count nothing twice.
create or replace function import_grants(
  p_app_id text,
  p_openids text[],
  p_template_ids text[],
  p_counts integer[],
  p_granted_ats timestamptz[],
  p_caller_id uuid default null,
  p_key text default null,
  p_fingerprint bytea default null,
  p_is_total boolean default false,
  p_purposes text[] default null
) returns json
language plpgsql volatile
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_now timestamptz;
  v_row record;
  v_imported integer := 0;
  v_users uuid[] := '{}';
  v_templates text[] := '{}';
  v_first record;
  v_added uuid[];
begin
  if p_key is not null then
    insert into idempotency_keys (caller_id, key, fingerprint) values (p_caller_id, p_key, p_fingerprint)
    on conflict do nothing;
    if not found then
      select k.fingerprint, k.response into v_first
      from idempotency_keys k
      where k.caller_id = p_caller_id and k.key = p_key;
      if v_first.fingerprint is distinct from p_fingerprint or v_first.response is null then
        return json_build_object('kind', 'key-reused');
      end if;
      return json_build_object('kind', 'replayed', 'imported', v_first.response -> 'imported');
    end if;
  end if;

  insert into users (id, app_id, openid)
  select new_uuid_v7(), p_app_id, o.openid
  from (select distinct openid from unnest(p_openids) as x(openid)) o
  order by o.openid
  on conflict do nothing;

  perform 1 from users u
  where u.id = any (array(
    select k.id from users k where k.app_id = p_app_id and k.openid = any (p_openids)))
  order by u.id
  for no key update;

  v_now := clock_timestamp();
  for v_row in
    with given as (
      select u.id as user_id, i.template_id, i.count, coalesce(i.granted_at, v_now) as granted_at, i.purpose,
        coalesce(t.kind = 'long-term', false) as is_standing,
        sum(i.count) over (partition by u.id, i.template_id order by i.at) as so_far, i.at
      from unnest(p_openids, p_template_ids, p_counts, p_granted_ats,
        coalesce(p_purposes, array_fill(null::text, array[cardinality(p_openids)])))
        with ordinality as i(openid, template_id, count, granted_at, purpose, at)
      cross join lateral (select k.id from users k where k.app_id = p_app_id and k.openid = i.openid offset 0) u
      left join templates t on t.app_id = p_app_id and t.template_id = i.template_id
      where i.count > 0)
    select g.user_id, g.template_id, g.granted_at, g.is_standing, g.purpose, lacking.count
    from given g
    cross join lateral (
      select case
        when not p_is_total then g.count
        when g.is_standing then (k.known = 0 and g.so_far = g.count)::integer
        else least(g.count, g.so_far - k.known)
      end as count
      from (
        select case when p_is_total then (
          select count(*) from grants e
          where e.user_id = g.user_id and e.template_id = g.template_id and e.evidence = 'imported')
        end as known) k
    ) lacking
    where lacking.count > 0
    order by g.at
  loop
    if v_row.is_standing then
      perform add_grant(p_app_id, v_row.user_id, v_row.template_id, 'imported', v_row.granted_at);
      v_imported := v_imported + 1;
    else
      with added as (
        insert into grants (id, app_id, user_id, template_id, state, evidence, obtained_at)
        select new_uuid_v7(), p_app_id, v_row.user_id, v_row.template_id, 'available', 'imported',
          least(v_row.granted_at, v_now)
        from generate_series(1, v_row.count)
        returning id
      )
      select array_agg(a.id) into v_added from added a;
      if v_row.purpose is not null then
        perform earmark_grant(a.id, v_row.purpose) from unnest(v_added) as a(id);
      end if;
      v_imported := v_imported + v_row.count;
    end if;
    v_users := v_users || v_row.user_id;
    v_templates := v_templates || v_row.template_id;
  end loop;

  update idempotency_keys k
  set response = jsonb_build_object('imported', v_imported)
  where k.caller_id = p_caller_id and k.key = p_key;
  return json_build_object('kind', 'imported', 'imported', v_imported,
    'due', release_parked_pushes(v_users, v_templates, 'grant'));
end
$$;
