-- The one place that sets parked pushes free (design 6). For each key (user, template) as many as
-- available grants exceed open demand: highest priority, then the nearest end, then the oldest (ADR 0022); a standing grant
-- frees all. What is left goes to those that take it as a fallback. Earmarked grants are put in order first, and go to pushes of their
-- purpose (ADR 0032).
-- The caller holds the user rows. Returns what must be put on the queue.
create or replace function release_parked_pushes(
  p_user_ids uuid[],
  p_template_ids text[],
  p_actor text
) returns json
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_due json;
  v_for_purpose json := '[]';
begin
  if has_earmarked(p_user_ids) then
    perform sort_earmarked(p_user_ids, p_template_ids);
    v_for_purpose := release_earmarked(p_user_ids, p_template_ids, p_actor);
  end if;

  with keys as (
    select distinct k.user_id, k.template_id from unnest(p_user_ids, p_template_ids) as k(user_id, template_id)
  ), supply as materialized (
    select k.user_id, k.template_id, g.available, g.is_standing
    from keys k
    cross join lateral (
      select count(*) as available, coalesce(bool_or(g.is_standing), false) as is_standing
      from grants g
      where g.user_id = k.user_id and g.template_id = k.template_id and g.state || '' = 'available'
    ) g
    where g.available > 0
  ), free as materialized (
    select s.user_id, s.template_id,
      case when s.is_standing then null
        else greatest(0, s.available - (
          select count(*) from pushes d
          where d.user_id = s.user_id and d.template_id = s.template_id
            and d.state || '' in ('queued', 'retrying')
        )) end as room
    from supply s
  ), chosen as materialized (
    select c.id
    from free f
    cross join lateral (
      select p.id from pushes p
      where p.user_id = f.user_id and p.template_id = f.template_id
        and p.state || '' = 'parked' and (p.expires_at > v_now) is true
      order by p.priority, p.expires_at, p.created_at
      limit f.room
    ) c
  ), released as (
    update pushes p
    set state = 'queued', reason = null, cycle = p.cycle + 1, due_at = v_now, updated_at = v_now
    where p.id = any (array(select c.id from chosen c order by c.id))
    returning p.id, p.app_id, p.cycle, p.priority
  ), told as (
    insert into push_transitions (id, push_id, at, from_state, to_state, actor)
    select new_uuid_v7(), r.id, v_now, 'parked', 'queued', p_actor from released r
  )
  select json_agg(json_build_object(
      'appId', r.app_id, 'pushId', r.id, 'cycle', r.cycle, 'priority', r.priority, 'delayMs', 0))
    into v_due
    from released r;
  v_due := concat_json_arrays(v_for_purpose, coalesce(v_due, '[]'));
  if exists (
    select 1 from pushes p
    where p.user_id = any (p_user_ids) and p.state || '' = 'parked' and p.choices is not null) then
    v_due := concat_json_arrays(v_due, release_by_choice(p_user_ids, p_actor));
  end if;
  return v_due;
end
$$;
