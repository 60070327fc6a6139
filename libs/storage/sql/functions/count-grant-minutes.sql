-- Sweep: counts what became of grants into grant_minutes, as count_minutes does for pushes. How long grants
-- lived is told of a sample of those spent, about 2,000 a minute; standing ones are not spent. Of what users answered, what the mini
-- program reported counts, by page without its query; of a template and minute 100 pages, the others as one. Answers how many rows it wrote.
create or replace function count_grant_minutes(p_keep interval) returns integer
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
  v_from := minutes_to_count('count-grant-minutes', v_now);
  v_floor := uuid_v7_floor(v_from - interval '1 minute');

  v_every := least(255, 1 + coalesce((select max(b.spent) from (select sum(m.spent) as spent from grant_minutes m
    where m.minute >= v_from group by m.minute) b), 0) / 2000);

  with told as materialized (
    select g.app_id, g.template_id, date_trunc('minute', g.created_at) as minute, 'obtained' as what, count(*) as times
    from grants g
    where g.id >= v_floor and g.created_at >= v_from
    group by 1, 2, 3
    union all
    select a.app_id, a.template_id, date_trunc('minute', a.started_at), 'spent', count(*)
    from attempts a
    where a.id >= v_floor and a.started_at >= v_from and a.outcome = 'accepted' and a.grant_id is not null
    group by 1, 2, 3
    union all
    select d.app_id, d.template_id, date_trunc('minute', d.at), 'voided', sum(d.voided)
    from grant_drift d
    where d.at >= v_from
    group by 1, 2, 3
  ), lived as (
    select b.app_id, b.template_id, b.minute, jsonb_object_agg(b.span, b.times * v_every) as life
    from (
      select a.app_id, a.template_id, date_trunc('minute', a.started_at) as minute, life_span(a.started_at - g.obtained_at) as span,
        count(*) as times
      from attempts a
      join grants g on g.id = a.grant_id
      where a.id >= v_floor and a.started_at >= v_from and a.outcome = 'accepted' and not g.is_standing
        and get_byte(uuid_send(a.id), 15) % v_every = 0
      group by 1, 2, 3, 4
    ) b
    group by 1, 2, 3
  ), answered as (
    select e.app_id, e.template_id, date_trunc('minute', e.received_at) as minute,
      split_part(coalesce(e.page, ''), '?', 1) as page, e.result, count(*) as times
    from grant_evidence e
    where e.id >= v_floor and e.received_at >= v_from and e.kind = 'reported'
    group by 1, 2, 3, 4, 5
  ), asked as (
    select n.app_id, n.template_id, n.minute, jsonb_object_agg(n.name, n.times) as asks
    from (
      select r.app_id, r.template_id, r.minute, case when r.place <= 100 then r.page else '…' end || ' ' || r.result as name,
        sum(r.times) as times
      from (select w.*, dense_rank() over (partition by w.app_id, w.template_id, w.minute order by w.page) as place
        from answered w) r
      group by 1, 2, 3, 4
    ) n
    group by 1, 2, 3
  ), summed as (
    select t.app_id, t.template_id, t.minute, coalesce(sum(t.times) filter (where t.what = 'obtained'), 0) as obtained,
      coalesce(sum(t.times) filter (where t.what = 'spent'), 0) as spent,
      coalesce(sum(t.times) filter (where t.what = 'voided'), 0) as voided
    from (select o.* from told o union all select k.app_id, k.template_id, k.minute, 'asked', 0 from asked k) t
    group by 1, 2, 3
  ), written as (
    insert into grant_minutes as m (app_id, minute, template_id, obtained, spent, voided, life, asks)
    select s.app_id, s.minute, s.template_id, s.obtained, s.spent, s.voided, coalesce(l.life, '{}'), coalesce(a.asks, '{}')
    from summed s
    left join lived l using (app_id, template_id, minute)
    left join asked a using (app_id, template_id, minute)
    order by s.app_id, s.minute, s.template_id
    on conflict (app_id, minute, template_id) do update
    set obtained = excluded.obtained, spent = excluded.spent, voided = excluded.voided, life = excluded.life, asks = excluded.asks
    where (m.obtained, m.spent, m.voided, m.life, m.asks)
      is distinct from (excluded.obtained, excluded.spent, excluded.voided, excluded.life, excluded.asks)
    returning 1
  )
  select count(*) into v_touched from written;
  delete from grant_minutes m where m.minute < v_now - p_keep;
  -- As fine as the console draws them: minutes for the last hours, quarters for the last day, then hours.
  perform roll_grant_minutes(interval '3 hours', interval '15 minutes');
  perform roll_grant_minutes(interval '26 hours', interval '1 hour');
  return v_touched;
end
$$;
