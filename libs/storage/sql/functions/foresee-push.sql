-- What accept_pushes would make of a push now, and what would keep it waiting then. Reads only, locks nothing.
-- p_has_user: the recipient is known, or would be registered (then p_user_id is null and has no grants).
create or replace function foresee_push(
  p_app_id text,
  p_template_id text,
  p_user_id uuid,
  p_has_user boolean,
  p_send_at timestamptz,
  p_on_no_grant text,
  p_cgi_path text
) returns json
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_free bigint := count_free_grants(p_user_id, p_template_id);
  v_app record;
begin
  select a.sending_rules, is_restricted(a.restricted_templates, p_template_id) as is_restricted into v_app
  from apps a where a.app_id = p_app_id;
  return json_build_object(
    'state', state_at_door(place_at_door(p_has_user, p_send_at, v_now), p_on_no_grant, v_free, 1),
    'available', (
      select count(*) from grants g
      where g.user_id = p_user_id and g.template_id = p_template_id and g.state || '' = 'available'),
    'kept', (
      select count(*) from grants g
      where g.user_id = p_user_id and g.template_id = p_template_id
        and g.purpose is not null and g.state in ('available', 'kept') and has_state(g.state, 'kept')),
    'isStanding', (
      select coalesce(bool_or(g.is_standing), false) from grants g
      where g.user_id = p_user_id and g.template_id = p_template_id and g.state || '' = 'available'),
    'demand', (
      select count(*) from pushes p
      where p.user_id = p_user_id and p.template_id = p_template_id and p.state || '' in ('queued', 'retrying')),
    'busyUntil', (
      select u.busy_until from users u
      where u.id = p_user_id and u.busy_push_id is not null and u.busy_until > v_now),
    'quota', (
      select json_build_object('dailyLimit', q.daily_limit, 'remain', q.remain, 'readAt', q.read_at)
      from quota_readings q
      -- WeChat's day begins at midnight in Shanghai: an older reading says nothing of this day.
      where q.app_id = p_app_id and q.cgi_path = p_cgi_path
        and (q.read_at at time zone 'Asia/Shanghai')::date = (v_now at time zone 'Asia/Shanghai')::date),
    'isRestricted', v_app.is_restricted,
    'rule', case when v_app.is_restricted then judge_sending(v_app.sending_rules, p_template_id, p_user_id, null,
      greatest(v_now, p_send_at)) end,
    'unreachableAt', (
      select a.last_at from alarms a
      where a.app_id = p_app_id and a.code = 'wechat-unreachable' and a.resolved_at is null));
end
$$;
