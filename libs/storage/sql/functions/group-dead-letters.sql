-- Dead pushes grouped by cause: app, template, reason and errcode. Counts the newest p_limit, shared evenly by the apps asked
-- for; `isCapped` says that there are more. Reads the partial index of dead pushes only.
create or replace function group_dead_letters(
  p_app_ids text[],
  p_from timestamptz,
  p_to timestamptz,
  p_limit integer
) returns json
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set jit = off
as $$
declare
  v_each integer := greatest(1, p_limit / greatest(1, cardinality(p_app_ids)));
  v_from uuid := coalesce(uuid_v7_floor(p_from - interval '10 minutes'), '00000000-0000-0000-0000-000000000000');
  v_to uuid := coalesce(uuid_v7_floor(p_to + interval '10 minutes'), 'ffffffff-ffff-ffff-ffff-ffffffffffff');
begin
  return (
    -- The ids come from the index alone: else the planner may walk the primary key, the living included.
    with found as materialized (
      select d.id, d.is_over
      from unnest(p_app_ids) as a(app_id)
      cross join lateral (
        select n.id, row_number() over () > v_each as is_over
        from (
          select p.id from pushes p
          where p.state = 'dead' and p.app_id = a.app_id and p.id >= v_from and p.id <= v_to
          order by p.id desc
          limit v_each + 1
        ) n
      ) d
    ), walked as materialized (
      select p.id, p.app_id, p.template_id, p.reason, p.created_at, p.ended_at, f.is_over
      from found f
      join pushes p on p.id = f.id
      where p.state = 'dead'
    ), groups as (
      select w.app_id, w.template_id, w.reason ->> 'code' as reason, (w.reason ->> 'errcode')::integer as errcode,
        count(*) as count, min(w.ended_at) as oldest_at, max(w.ended_at) as newest_at,
        (array_agg(w.id order by w.ended_at desc))[1] as sample_id
      from walked w
      where not w.is_over and (p_from is null or w.created_at >= p_from) and (p_to is null or w.created_at < p_to)
      group by 1, 2, 3, 4
    )
    select json_build_object(
      'isCapped', coalesce((select bool_or(w.is_over) from walked w), false),
      'groups', (select coalesce(json_agg(json_build_object('appId', g.app_id, 'templateId', g.template_id,
          'reason', g.reason, 'errcode', g.errcode, 'count', g.count, 'oldestAt', g.oldest_at,
          'newestAt', g.newest_at, 'sampleId', g.sample_id)
        order by g.count desc, g.newest_at desc), '[]') from groups g)));
end
$$;
