-- 43101 is news about the ledger (design 6): for each refused key the available grants obtained before the
-- attempt began are void, reservations are doubtful (given back, they are void, too), and the drift is counted.
-- The refused push's own reservation was voided by settle, unless a person must judge. The caller holds the user rows and releases
-- parked pushes afterwards.
-- Returns the drift: [{appId, templateId, voided}].
-- p_keys: array of {userId, templateId, pushId, startedAt, hadReservation}.
create or replace function void_refused_keys(p_keys json) returns json
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
  v_drift json;
  v_users uuid[];
  v_templates text[];
begin
  select array_agg(k."userId"), array_agg(k."templateId") into v_users, v_templates
  from json_to_recordset(p_keys) as k("userId" uuid, "templateId" text);
  perform free_kept(v_users, v_templates);

  with keys as materialized (
    select * from json_to_recordset(p_keys) as k(
      "userId" uuid, "templateId" text, "pushId" uuid, "startedAt" timestamptz, "hadReservation" boolean)
  ), voided as (
    update grants g
    set state = 'void', void_reason = '43101', updated_at = v_now
    from keys k
    cross join lateral (
      select a.id from grants a
      where a.user_id = k."userId" and a.template_id = k."templateId" and a.state || '' = 'available' and a.obtained_at < k."startedAt"
      offset 0
    ) a
    where g.id = a.id
    returning k."pushId" as push_id
  ), doubted as (
    update grants g
    set is_doubtful = true, updated_at = v_now
    from keys k
    cross join lateral (
      select r.id from grants r
      where r.user_id = k."userId" and r.template_id = k."templateId" and has_state(r.state, 'reserved') and r.obtained_at < k."startedAt"
      offset 0
    ) r
    where g.id = r.id
  ), drifted as (
    insert into grant_drift (app_id, template_id, at, user_id, push_id, voided)
    select p.app_id, k."templateId", v_now, k."userId", k."pushId", d.voided
    from keys k
    join pushes p on p.id = k."pushId"
    cross join lateral (
      select k."hadReservation"::integer + (select count(*) from voided v where v.push_id = k."pushId") as voided
    ) d
    where d.voided > 0
    returning app_id, template_id, voided
  )
  select json_agg(json_build_object('appId', d.app_id, 'templateId', d.template_id, 'voided', d.voided))
  into v_drift
  from drifted d;
  perform sort_earmarked(v_users, v_templates);
  return coalesce(v_drift, '[]');
end
$$;
