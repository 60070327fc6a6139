-- Could there be news of this push's unconfirmed attempts, or another grant of its user, that the ledger does not know of? So it
-- is while our event endpoint was not up from the last of them until now (an event, or a report, may have found nobody), while
-- something that WeChat told of the user waits to be processed, and while a sent event of the key that may be the push's own waits
-- for an attempt (pair_waiting_sent_events). Then silence proves nothing, and a second send is a risk. STABLE: asked within
-- the statement that judges or claims.
create or replace function may_have_missed_news(p_push_id uuid) returns boolean
language plpgsql stable
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_push record;
begin
  select p.app_id, p.template_id, u.openid, a.first_at, a.last_at
  into v_push
  from pushes p
  join users u on u.id = p.user_id
  cross join lateral (
    select min(o.started_at) as first_at, max(o.started_at) as last_at
    from attempts o
    where o.push_id = p.id and o.outcome = 'unconfirmed'
  ) a
  where p.id = p_push_id;
  return coalesce(v_push.last_at < (select e.up_since from endpoint_up() e), true)
    or has_unread_events(v_push.app_id, v_push.openid)
    or exists (
      select 1 from sent_event_items i
      where i.app_id = v_push.app_id and i.openid = v_push.openid and i.template_id = v_push.template_id
        and i.attempt_id::text || '' is null
        and is_event_of_attempt(i.event_at, v_push.first_at, v_push.last_at));
end
$$;
