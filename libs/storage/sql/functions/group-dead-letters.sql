-- Dead pushes grouped by cause: app, template, reason and errcode. Counts the newest p_limit, shared evenly by the apps asked
-- for; `isCapped` says that there are more, `sampleId` is the newest of a group. Reads one index of dead pushes and, where the
-- visibility map is current, no row (ADR 0037); keeps none of them, since 100,000 rows are more than work_mem.
create or replace function group_dead_letters(
  p_app_ids text[],
  p_from timestamptz,
  p_to timestamptz,
  p_limit integer
) returns json
language plpgsql stable
set enable_seqscan = off
set enable_bitmapscan = off
set enable_sort = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_each integer := greatest(1, p_limit / greatest(1, cardinality(p_app_ids)));
  v_from uuid := coalesce(uuid_v7_floor(p_from - interval '10 minutes'), '00000000-0000-0000-0000-000000000000');
  v_to uuid := coalesce(uuid_v7_floor(p_to + interval '10 minutes'), 'ffffffff-ffff-ffff-ffff-ffffffffffff');
begin
  return (
    with groups as (
      select d.app_id, d.template_id, d.reason ->> 'code' as reason, (d.reason ->> 'errcode')::integer as errcode,
        count(*) as count, min(d.ended_at) as oldest_at, max(d.ended_at) as newest_at,
        -- There is no max of a uuid, but of arrays there is.
        (max(array[d.id]))[1] as sample_id
      from unnest(p_app_ids) as a(app_id)
      cross join lateral (
        select p.app_id, p.id, p.template_id, p.reason, p.created_at, p.ended_at
        from pushes p
        where p.state = 'dead' and p.app_id = a.app_id and p.id >= v_from and p.id <= v_to
        order by p.id desc
        limit v_each
      ) d
      where (p_from is null or d.created_at >= p_from) and (p_to is null or d.created_at < p_to)
      group by 1, 2, 3, 4
    )
    select json_build_object(
      'isCapped', exists (
        select 1
        from unnest(p_app_ids) as a(app_id)
        cross join lateral (
          select 1 from pushes p
          where p.state = 'dead' and p.app_id = a.app_id and p.id >= v_from and p.id <= v_to
          order by p.id desc
          limit 1 offset v_each
        ) beyond),
      'groups', coalesce(json_agg(json_build_object('appId', g.app_id, 'templateId', g.template_id,
          'reason', g.reason, 'errcode', g.errcode, 'count', g.count, 'oldestAt', g.oldest_at,
          'newestAt', g.newest_at, 'sampleId', g.sample_id)
        order by g.count desc, g.newest_at desc), '[]'))
    from groups g);
end
$$;
