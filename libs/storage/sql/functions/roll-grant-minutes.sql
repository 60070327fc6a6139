-- Sums the minutes of grants that are older than p_older up to blocks of p_block, each told by its beginning: a page that looks
-- back for a week reads some thousand rows instead of hundreds of thousands. Twice is once; what may still be counted is younger.
create or replace function roll_grant_minutes(p_older interval, p_block interval) returns void
language plpgsql volatile
set enable_seqscan = off
set jit = off
as $$
declare
  v_before timestamptz := date_bin(p_block, clock_timestamp() - p_older, 'epoch');
  v_blocks timestamptz[];
begin
  v_blocks := array(
    select distinct date_bin(p_block, m.minute, 'epoch') from grant_minutes m
    where m.minute < v_before and m.minute <> date_bin(p_block, m.minute, 'epoch')
    order by 1
    limit 50);

  with loose as materialized (
    select m.*, b.block from unnest(v_blocks) as b(block)
    join grant_minutes m on m.minute >= b.block and m.minute < b.block + p_block
  ), lived as (
    select t.app_id, t.template_id, t.block, jsonb_object_agg(t.key, t.times) as life
    from (select l.app_id, l.template_id, l.block, e.key, sum(e.value::integer) as times
      from loose l cross join lateral jsonb_each_text(l.life) e group by 1, 2, 3, 4) t
    group by 1, 2, 3
  ), asked as (
    select t.app_id, t.template_id, t.block, jsonb_object_agg(t.key, t.times) as asks
    from (select l.app_id, l.template_id, l.block, e.key, sum(e.value::integer) as times
      from loose l cross join lateral jsonb_each_text(l.asks) e group by 1, 2, 3, 4) t
    group by 1, 2, 3
  )
  insert into grant_minutes as m (app_id, minute, template_id, obtained, spent, voided, life, asks)
  select l.app_id, l.block, l.template_id, sum(l.obtained), sum(l.spent), sum(l.voided),
    coalesce(v.life, '{}'), coalesce(a.asks, '{}')
  from loose l
  left join lived v using (app_id, template_id, block)
  left join asked a using (app_id, template_id, block)
  group by l.app_id, l.block, l.template_id, v.life, a.asks
  order by l.app_id, l.block, l.template_id
  on conflict (app_id, minute, template_id) do update
  set obtained = excluded.obtained, spent = excluded.spent, voided = excluded.voided, life = excluded.life, asks = excluded.asks;
  delete from grant_minutes m
  using unnest(v_blocks) as b(block)
  where m.minute > b.block and m.minute < b.block + p_block;
end
$$;
