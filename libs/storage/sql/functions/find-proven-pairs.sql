-- Which sent events of this key, of those that match no msgid, tell of which attempt for certain (ADR 0013)? An event is one of the
-- attempts that may have been sent, have no msgid and began before its CreateTime. It is certain where these are all of one push
-- (then the oldest gets it), and where as many events must share some attempts as these are: then all of them went out, and
-- their events are taken in order. That order is a guess, harmless only where all say the same: events that differ wait.
-- Answers one such set, the smallest; nothing when what is left is a guess. The caller holds the user row.
create or replace function find_proven_pairs(p_user_id uuid, p_template_id text)
returns table (item_id uuid, attempt_id uuid)
language plpgsql stable rows 2
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
begin
  return query
  with silent as materialized (
    select a.id, a.push_id, a.started_at, row_number() over (order by a.started_at, a.id) as place
    from attempts a
    join pushes p on p.id = a.push_id
    where a.user_id = p_user_id and a.template_id = p_template_id
      and a.msgid is null and a.outcome in ('accepted', 'unconfirmed')
      and (a.outcome = 'accepted' or (p.had_unconfirmed and (was_resent_by_wish(p.id) or not exists (
        -- Sent a second time only because the first could not have been: one of them is known to have gone out.
        select 1 from attempts o
        where o.push_id = a.push_id and o.id <> a.id
          and (o.outcome = 'accepted' or (o.outcome = 'unconfirmed' and o.msgid is not null))))))
  ), told as materialized (
    select i.id, is_delivered(i.error_code, i.error_status) as is_success, f.lo, f.hi, f.pushes,
      row_number() over (order by i.event_at, i.id) as place
    from (
      -- Told twice, of one msgid, is told once.
      select distinct on (coalesce(nullif(w.msgid, ''), w.id::text)) w.*
      from users u
      cross join lateral (
        select o.* from sent_event_items o
        where o.app_id = u.app_id and o.openid = u.openid and o.template_id = p_template_id and o.attempt_id::text || '' is null
        offset 0
      ) w
      where u.id = p_user_id
        -- One that names an attempt's msgid is of that attempt, whatever another event has told of it.
        and not exists (
          select 1 from attempts n
          where n.app_id = u.app_id and n.msgid = nullif(w.msgid, '')
          offset 0)
      order by coalesce(nullif(w.msgid, ''), w.id::text), w.event_at, w.id
    ) i
    cross join lateral (
      select min(s.place) as lo, max(s.place) as hi, count(distinct s.push_id) as pushes
      from silent s
      where is_event_of_attempt(i.event_at, s.started_at, s.started_at)
    ) f
    where f.lo is not null
  ), proven as (
    select a.place as lo, z.place as hi
    -- The smallest set begins where one of its events does, and ends where one does.
    from (select distinct b.lo as place from told b) a
    join (select distinct e.hi as place from told e) z on z.place >= a.place
    join told t on t.lo >= a.place and t.hi <= z.place
    group by a.place, z.place
    having count(*) > z.place - a.place and (bool_and(t.is_success) or not bool_or(t.is_success))
    order by z.place - a.place, a.place
    limit 1
  ), alone as (
    select t.id, t.lo from told t where t.pushes = 1 order by t.place limit 1
  )
  select t.id, s.id
  from proven v
  join (
    select o.id, row_number() over (order by o.place) as nth
    from told o join proven w on o.lo >= w.lo and o.hi <= w.hi
  ) t on true
  join silent s on s.place = v.lo + t.nth - 1 and s.place <= v.hi
  union all
  select l.id, s.id
  from alone l
  join silent s on s.place = l.lo
  where not exists (select 1 from proven);
end
$$;
