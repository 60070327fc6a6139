-- The next dead pushes of an app that a replay covers, oldest first, with what stands in the way of each: 'delivered',
-- 'may-duplicate', 'recipient-erased' or 'template-removed', else 'free'. `free` is how many grants its key has to spare, told
-- with the first push of the key, and `kept` how many are kept there for its purpose (ADR 0032), with the first of that.
-- `templates` are those of the pushes shown. Looks at p_walk rows at most, whatever the filter: `lastId` is where to go on.
create or replace function list_dead_pushes(
  p_replay_id uuid,
  p_app_id text,
  p_after uuid,
  p_limit integer,
  p_walk integer
) returns json
language plpgsql stable
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_replay replays;
  v_filter jsonb;
  v_ids uuid[];
  v_from uuid;
  v_to uuid;
  v_users uuid[];
begin
  select * into v_replay from replays r where r.id = p_replay_id;
  v_filter := v_replay.filter;
  -- Ids are made before their rows, by another clock: ten minutes of slack.
  v_from := greatest(p_after, coalesce(
    uuid_v7_floor((v_filter ->> 'from')::timestamptz - interval '10 minutes'), p_after));
  v_to := coalesce(uuid_v7_floor((v_filter ->> 'to')::timestamptz + interval '10 minutes'),
    'ffffffff-ffff-ffff-ffff-ffffffffffff');
  if p_app_id = v_replay.through_app_id then
    v_to := least(v_to, v_replay.through_push_id);
  end if;

  if v_filter ? 'openid' then
    v_users := array(select u.id from users u where u.app_id = p_app_id and u.openid = v_filter ->> 'openid');
    v_ids := array(
      select p.id from pushes p
      where p.user_id = any (v_users) and p.id > v_from and p.id <= v_to
      order by p.id limit p_walk);
  elsif v_filter ? 'bizId' then
    v_ids := array(
      select p.id from pushes p
      where p.biz_id = v_filter ->> 'bizId' and p.id > v_from and p.id <= v_to
      order by p.id limit p_walk);
  elsif v_filter ? 'reason' then
    v_ids := array(
      select p.id from pushes p
      where p.state = 'dead' and p.app_id = p_app_id and p.reason ->> 'code' = v_filter ->> 'reason'
        and p.id > v_from and p.id <= v_to
      order by p.id limit p_walk);
  else
    v_ids := array(
      select p.id from pushes p
      where p.state = 'dead' and p.app_id = p_app_id and p.id > v_from and p.id <= v_to
      order by p.id limit p_walk);
  end if;

  return (
    with matched as materialized (
      select p.* from unnest(v_ids) with ordinality as w(id, ord)
      join pushes p on p.id = w.id
      where p.state = 'dead' and p.app_id = p_app_id and p.ended_at <= v_replay.previewed_at
        and (not v_filter ? 'templateId' or p.template_id = v_filter ->> 'templateId')
        and (not v_filter ? 'bizId' or p.biz_id = v_filter ->> 'bizId')
        and (not v_filter ? 'reason' or p.reason ->> 'code' = v_filter ->> 'reason')
        and (not v_filter ? 'errcode' or is_of_errcode(p.id, p.reason, v_filter -> 'errcode', v_filter ? 'reason'))
        and (not v_filter ? 'from' or p.created_at >= (v_filter ->> 'from')::timestamptz)
        and (not v_filter ? 'to' or p.created_at < (v_filter ->> 'to')::timestamptz)
      order by w.ord
      limit p_limit
    ), judged as materialized (
      select m.id, m.user_id, m.template_id, m.on_no_grant, m.data, m.purpose, m.reason -> 'errcode' as errcode,
        row_number() over (partition by m.user_id, m.template_id order by m.id) as turn,
        row_number() over (partition by m.user_id, m.template_id, m.purpose order by m.id) as turn_for_purpose,
        case
          when m.delivery = 'confirmed' or d.doubt = 'delivered' then 'delivered'
          when u.id is null then 'recipient-erased'
          when t.state is null or t.state = 'removed' then 'template-removed'
          when d.doubt = 'doubtful' then 'may-duplicate'
          else 'free'
        end as verdict
      from matched m
      left join users u on u.id = m.user_id
      left join templates t on t.app_id = m.app_id and t.template_id = m.template_id
      -- Of most pushes their own row says that no attempt was ever in doubt.
      cross join lateral (
        select case when m.had_unconfirmed or m.earlier_attempts > 0 or m.delivery is not null
          then delivery_doubt(m.id) end as doubt
      ) d
    )
    select json_build_object(
      'lastId', case when (select count(*) from matched) = p_limit
        then (select m.id from matched m order by m.id desc limit 1)
        else v_ids[cardinality(v_ids)] end,
      'isEnd', (select count(*) from matched) < p_limit and cardinality(v_ids) < p_walk,
      'pushes', (select coalesce(json_agg(json_build_object('id', j.id, 'userId', j.user_id,
          'templateId', j.template_id, 'onNoGrant', j.on_no_grant, 'data', j.data, 'errcode', j.errcode, 'verdict', j.verdict,
          'free', case when j.turn = 1 then count_free_grants(j.user_id, j.template_id) end, 'purpose', j.purpose,
          'kept', case when j.purpose is not null and j.turn_for_purpose = 1 then (
            select count(*) from grants g
            where g.user_id = j.user_id and g.template_id = j.template_id and g.purpose = j.purpose
              and g.purpose is not null and g.state in ('available', 'kept') and has_state(g.state, 'kept')) end)
          order by j.id), '[]')
        from judged j),
      'templates', (select coalesce(json_agg(json_build_object('templateId', t.template_id, 'state', t.state,
          'keywords', t.keywords)), '[]')
        from templates t
        where t.app_id = p_app_id and t.template_id = any (array(select distinct j.template_id from judged j)))));
end
$$;
