-- Is WeChat's event still missing for another message that this app sent about when the push's unconfirmed attempt was (from a
-- window before it until a window before now)? Then events get lost, or are late, and one that did not come proves nothing.
-- Looks at the 100 pushes of the app accepted next before and next after this one: a sample of fixed cost, whatever the app sends.
-- Those known to be sent without an answer of WeChat's (by inference, by a verdict) may never be reported on and do not count.
-- STABLE: asked within the statement that judges. Dear: asked last.
create or replace function has_unreported_sends(p_push_id uuid, p_window interval) returns boolean
language plpgsql stable cost 10000
set enable_seqscan = off
set enable_bitmapscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_app_id text;
  v_from timestamptz;
begin
  select p.app_id, min(a.started_at) - p_window
  into v_app_id, v_from
  from pushes p
  join attempts a on a.push_id = p.id and a.outcome = 'unconfirmed'
  where p.id = p_push_id
  group by p.app_id;
  return exists (
    select 1
    from (
      (select p.state, p.delivery, p.reason, p.sent_at from pushes p
       where p.app_id = v_app_id and p.id < p_push_id
       order by p.id desc
       limit 100)
      union all
      (select p.state, p.delivery, p.reason, p.sent_at from pushes p
       where p.app_id = v_app_id and p.id > p_push_id
       order by p.id
       limit 100)
    ) near
    where near.state = 'sent' and near.delivery = 'pending' and near.reason is null
      and near.sent_at between v_from and clock_timestamp() - p_window);
end
$$;
