-- What keeps silence about an unconfirmed push from proving that WeChat did not send it: the conditions of judge_unconfirmed,
-- one by one, for whoever has to give a verdict. Empty: its next run queues the push again. Null: it is not unconfirmed.
-- Changes nothing; `judge-unconfirmed.int.test.ts` holds both against each other.
create or replace function silence_obstacles(p_push_id uuid, p_window_ms integer) returns text[]
language plpgsql stable
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_window interval := p_window_ms * interval '1 millisecond';
begin
  return (
    select array_remove(array[
      case when p.on_unconfirmed <> 'reconcile' then 'policy' end,
      case when p.reason ->> 'code' in ('grant-revoked', 'grant-unknown', 'verdict-doubted') then 'held' end,
      case when p.expires_at <= clock_timestamp() then 'expired' end,
      case when (a.finished_at + v_window <= clock_timestamp()) is not true then 'window' end,
      case when not is_reported_later(p.app_id, a.started_at) then 'later-report' end,
      case when may_have_missed_news(p.id) then 'missed-news' end,
      case when not exists (
        select 1 from grants own
        where own.id = p.grant_id and own.push_id = p.id and own.state = 'reserved') then 'own-grant' end,
      case when not is_only_grant(p.id, p.user_id, p.template_id, p.grant_id) then 'only-grant' end,
      case when exists (
        select 1 from pushes o
        where o.user_id = p.user_id and o.template_id = p.template_id and o.state || '' in ('queued', 'retrying'))
        then 'other-push' end,
      case when has_unreported_sends(p.id, v_window) then 'unreported-sends' end
    ], null)
    from pushes p
    cross join lateral (
      select max(u.started_at) as started_at, max(u.finished_at) as finished_at
      from attempts u
      where u.push_id = p.id and u.outcome = 'unconfirmed'
    ) a
    where p.id = p_push_id and p.state = 'unconfirmed');
end
$$;
