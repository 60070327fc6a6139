-- Sweep: counts the minutes that minutes_to_count names into push_minutes. By the ends of the primary keys, which begin with their
-- instant: the cost is that of the minutes counted, whatever the history. How long sends took is told of a sample of them, about
-- 2,000 a minute; of pushes that waited for nobody: neither parked nor replayed. Answers how many buckets it wrote.
create or replace function count_minutes(p_keep interval) returns integer
language plpgsql volatile
set enable_seqscan = off
set jit = off
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_from timestamptz;
  v_floor uuid;
  v_touched integer;
  v_every integer;
begin
  v_from := minutes_to_count('count-minutes', v_now);
  -- An id is made a moment before its row, by another clock.
  v_floor := uuid_v7_floor(v_from - interval '1 minute');

  v_every := least(255, 1 + coalesce((select max(b.sent) from (select sum(m.sent) as sent from push_minutes m
    where m.minute >= v_from group by m.minute) b), 0) / 2000);

  with told as materialized (
    select p.app_id, date_trunc('minute', p.created_at) as minute, 'accepted' as what, null::integer as errcode, null::text as cause, count(*) as times
    from pushes p
    where p.id >= v_floor and p.created_at >= v_from
    group by 1, 2
    union all
    select a.app_id, date_trunc('minute', a.started_at),
      case a.outcome when 'accepted' then 'sent' else a.outcome end, nullif(a.errcode, 0), null, count(*)
    from attempts a
    where a.id >= v_floor and a.started_at >= v_from and a.outcome is not null
    group by 1, 2, 3, 4
    union all
    select p.app_id, date_trunc('minute', t.at), t.to_state, null,
      concat_ws(' ', t.to_state, coalesce(t.reason ->> 'code', t.to_state), t.reason ->> 'errcode'), count(*)
    from push_transitions t
    join pushes p on p.id = t.push_id
    where t.id >= v_floor and t.at >= v_from and t.to_state in ('parked', 'dead', 'expired', 'cancelled')
    group by 1, 2, 3, 5
  ), coded as (
    select c.app_id, c.minute, jsonb_object_agg(c.errcode::text, c.times) as errcodes
    from (select t.app_id, t.minute, t.errcode, sum(t.times) as times from told t
      where t.errcode is not null group by 1, 2, 3) c
    group by 1, 2
  ), caused as (
    select c.app_id, c.minute, jsonb_object_agg(c.cause, c.times) as causes
    from (select t.app_id, t.minute, t.cause, sum(t.times) as times from told t
      where t.cause is not null group by 1, 2, 3) c
    group by 1, 2
  ), timed as (
    select b.app_id, b.minute, jsonb_object_agg(b.bucket::text, b.times * v_every) as latency
    from (
      -- In floating point: the logarithm of a numeric costs a hundred times as much. What it is off by stays below the billionth.
      select a.app_id, date_trunc('minute', a.started_at) as minute, least(60, greatest(0, ceil(2 * ln(greatest(8::double precision,
        extract(epoch from a.finished_at - greatest(p.created_at, p.send_at))::double precision * 1000) / 8) / ln(2::double precision)
        - 1e-9)))::integer as bucket,
        count(*) as times
      from attempts a
      join pushes p on p.id = a.push_id
      where a.id >= v_floor and a.started_at >= v_from and a.outcome = 'accepted' and a.finished_at is not null
        and get_byte(uuid_send(a.id), 15) % v_every = 0 and p.parked_at is null and p.earlier_attempts = 0
      group by 1, 2, 3
    ) b
    group by 1, 2
  ), summed as (
    select t.app_id, t.minute,
      coalesce(sum(t.times) filter (where t.what = 'accepted'), 0) as accepted,
      coalesce(sum(t.times) filter (where t.what = 'sent'), 0) as sent,
      coalesce(sum(t.times) filter (where t.what = 'refused'), 0) as refused,
      coalesce(sum(t.times) filter (where t.what = 'not-sent'), 0) as not_sent,
      coalesce(sum(t.times) filter (where t.what = 'unconfirmed'), 0) as unconfirmed,
      coalesce(sum(t.times) filter (where t.what = 'parked'), 0) as parked,
      coalesce(sum(t.times) filter (where t.what = 'dead'), 0) as dead,
      coalesce(sum(t.times) filter (where t.what = 'expired'), 0) as expired,
      coalesce(sum(t.times) filter (where t.what = 'cancelled'), 0) as cancelled
    from told t
    group by 1, 2
  ), written as (
    insert into push_minutes as m (minute, app_id, accepted, sent, refused, not_sent, unconfirmed, parked, dead, expired,
      cancelled, errcodes, latency, causes)
    select s.minute, s.app_id, s.accepted, s.sent, s.refused, s.not_sent, s.unconfirmed, s.parked, s.dead, s.expired,
      s.cancelled, coalesce(c.errcodes, '{}'), coalesce(l.latency, '{}'), coalesce(u.causes, '{}')
    from summed s
    left join coded c using (app_id, minute)
    left join timed l using (app_id, minute)
    left join caused u using (app_id, minute)
    order by s.minute, s.app_id
    on conflict (minute, app_id) do update
    set accepted = excluded.accepted, sent = excluded.sent, refused = excluded.refused, not_sent = excluded.not_sent,
      unconfirmed = excluded.unconfirmed, parked = excluded.parked, dead = excluded.dead, expired = excluded.expired,
      cancelled = excluded.cancelled, errcodes = excluded.errcodes,
      latency = excluded.latency, causes = excluded.causes
    where (m.accepted, m.sent, m.refused, m.not_sent, m.unconfirmed, m.parked, m.dead, m.expired, m.cancelled, m.errcodes,
      m.latency, m.causes)
      is distinct from (excluded.accepted, excluded.sent, excluded.refused, excluded.not_sent, excluded.unconfirmed,
        excluded.parked, excluded.dead, excluded.expired, excluded.cancelled, excluded.errcodes,
        excluded.latency, excluded.causes)
    returning 1
  )
  select count(*) into v_touched from written;
  delete from push_minutes m where m.minute < v_now - p_keep;
  return v_touched;
end
$$;
