-- Sweep: deletes what is older than it must be kept, p_limit rows of a kind at most. Pushes (ended ones only) go with their
-- attempts, transitions, counts of duplicates, events and idempotency keys; grants stay. UUIDv7 keys are walked by age, so nothing needs an index.
create or replace function retire_history(
  p_limit integer,
  p_keep_pushes interval,
  p_keep_events interval,
  p_keep_audit interval,
  p_keep_heartbeats interval
) returns integer
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
  v_from uuid := coalesce(read_sweep_cursor('retire-pushes'), '00000000-0000-0000-0000-000000000000');
  v_walked integer;
  v_last uuid;
  v_ids uuid[];
  v_count integer;
  v_total integer := 0;
begin
  with walked as materialized (
    select p.id, p.ended_at from pushes p
    where p.id < uuid_v7_floor(v_now - p_keep_pushes) and p.id > v_from
    order by p.id
    limit p_limit * 10
  )
  select count(*), (select w.id from walked w order by w.id desc limit 1),
    array(select w.id from walked w where w.ended_at < v_now - p_keep_pushes order by w.id limit p_limit)
  into v_walked, v_last, v_ids
  from walked w;
  -- Go on behind the last one walked only when all that could go did; else walk the same stretch again.
  if cardinality(v_ids) < p_limit then
    perform write_sweep_cursor('retire-pushes', case when v_walked = p_limit * 10 then v_last::text end);
  end if;

  -- A dead push may have been replayed since it was walked: what is locked here stays ended until it is gone.
  v_ids := array(
    select p.id from pushes p
    where p.id = any (v_ids) and p.ended_at < v_now - p_keep_pushes
    order by p.id
    for update skip locked);

  delete from sent_event_items i
  where i.attempt_id = any (array(select a.id from attempts a where a.push_id = any (v_ids)));
  delete from attempts a where a.push_id = any (v_ids);
  delete from push_transitions t where t.push_id = any (v_ids);
  delete from push_duplicates d where d.push_id = any (v_ids);
  delete from push_traces t where t.push_id = any (v_ids);
  perform retire_callbacks(array(select c.id from callbacks c where c.push_id = any (v_ids)));
  delete from idempotency_keys k where k.push_id = any (v_ids);
  delete from pushes p where p.id = any (v_ids);
  get diagnostics v_count = row_count;
  v_total := v_total + v_count;

  delete from idempotency_keys k
  where (k.caller_id, k.key) in (
    select o.caller_id, o.key from idempotency_keys o
    where o.push_id is null and o.created_at < v_now - p_keep_pushes
    order by o.created_at limit p_limit);
  get diagnostics v_count = row_count;
  v_total := v_total + v_count;

  delete from events e
  where e.id = any (array(
    select o.id from events o
    where o.id < uuid_v7_floor(v_now - p_keep_events) and o.processed_at is not null
    order by o.id limit p_limit));
  get diagnostics v_count = row_count;
  v_total := v_total + v_count;

  delete from sent_event_items i
  where i.id = any (array(
    select o.id from sent_event_items o
    where o.id < uuid_v7_floor(v_now - p_keep_events) and o.attempt_id is null
    order by o.id limit p_limit));
  get diagnostics v_count = row_count;
  v_total := v_total + v_count;

  delete from audit a
  where a.id = any (array(
    select o.id from audit o where o.id < uuid_v7_floor(v_now - p_keep_audit) order by o.id limit p_limit));
  get diagnostics v_count = row_count;
  v_total := v_total + v_count;

  delete from replays r
  where r.id = any (array(
    select o.id from replays o
    where o.id < uuid_v7_floor(v_now - p_keep_audit) and o.state not in ('running', 'paused')
    order by o.id limit p_limit));
  get diagnostics v_count = row_count;
  v_total := v_total + v_count;

  v_total := v_total + retire_audiences(p_limit, p_keep_pushes);

  delete from heartbeats h
  where (h.process_id, h.beat_at) in (
    select o.process_id, o.beat_at from heartbeats o
    where o.role in ('api', 'worker') and o.beat_at < v_now - p_keep_heartbeats
    limit p_limit);
  get diagnostics v_count = row_count;
  return v_total + v_count;
end
$$;
