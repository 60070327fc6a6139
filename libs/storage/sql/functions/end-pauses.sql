-- Sweep: pauses of apps and templates whose end has come. Returns the apps whose pushes may go on. Waits for no row:
-- one that is being paused anew is left to the next run. p_alarms: codes of alarms that end with a pause of their app.
create or replace function end_pauses(p_alarms text[]) returns json
language plpgsql volatile as $$
declare
  v_now timestamptz := clock_timestamp();
  v_app_ids text[];
  v_touched integer;
begin
  with apps_resumed as (
    update apps
    set pause_kind = null, pause_reason = null, paused_until = null, paused_at = null, updated_at = v_now
    where app_id = any (array(
      select a.app_id from apps a
      where a.pause_kind is not null and a.paused_until <= v_now
      order by a.app_id for no key update skip locked))
    returning app_id
  ), alarms_resolved as (
    update alarms a
    set resolved_at = v_now
    from apps_resumed r
    where a.app_id = r.app_id and a.code = any (p_alarms) and a.resolved_at is null
  ), templates_resumed as (
    update templates t
    set state = 'active', pause_reason = null, paused_until = null
    where (t.app_id, t.template_id) in (
      select p.app_id, p.template_id from templates p
      where p.state = 'paused' and p.paused_until <= v_now
      order by p.app_id, p.template_id for no key update skip locked)
    returning t.app_id
  ), resumed as (
    select app_id from apps_resumed union all select app_id from templates_resumed
  )
  select array_agg(distinct r.app_id), count(*) into v_app_ids, v_touched from resumed r;
  return json_build_object('appIds', coalesce(v_app_ids, '{}'), 'touched', v_touched);
end
$$;
