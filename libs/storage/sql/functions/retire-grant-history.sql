-- Sweep: deletes what told of grants once it is older than it must be kept, p_limit rows of a kind at most: reports of the mini
-- program (from then on a repeated request id would count again), evidence, drift, and what syncs found about templates.
-- Of evidence, what is still asked for stays however old: of each key the newest accept, ban or revocation (the planner's
-- standing reject) and the newest accept that was never counted (silence proves nothing while WeChat may hold that grant).
-- p_keep_evidence must exceed the life of a push, since revocations are looked up from its first attempt on.
create or replace function retire_grant_history(
  p_limit integer,
  p_keep_reports interval,
  p_keep_evidence interval,
  p_keep_drift interval,
  p_keep_template_changes interval
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
  v_from uuid := coalesce(read_sweep_cursor('retire-evidence'), '00000000-0000-0000-0000-000000000000');
  v_walked uuid[];
  v_count integer;
  v_total integer := 0;
begin
  delete from ask_reports r
  where (r.user_id, r.request_id) in (
    select o.user_id, o.request_id from ask_reports o
    where o.received_at < v_now - p_keep_reports
    order by o.received_at limit p_limit);
  get diagnostics v_count = row_count;
  v_total := v_total + v_count;

  -- Walks: rows that stay must not be met again by every run.
  v_walked := array(
    select e.id from grant_evidence e
    where e.id < uuid_v7_floor(v_now - p_keep_evidence) and e.id > v_from
    order by e.id limit p_limit);
  perform write_sweep_cursor('retire-evidence',
    case when cardinality(v_walked) = p_limit then v_walked[p_limit]::text end);
  delete from grant_evidence e
  where e.id = any (v_walked)
    and (e.result not in ('ban', 'change-reject') and e.result not like 'accept%' or exists (
      select 1 from grant_evidence n
      where n.user_id = e.user_id and n.template_id = e.template_id and (n.at, n.id) > (e.at, e.id)
        and (n.result in ('ban', 'change-reject') or n.result like 'accept%')))
    and (e.result not like 'accept%' or e.grant_id is not null or exists (
      select 1 from grant_evidence n
      where n.user_id = e.user_id and n.template_id = e.template_id and (n.at, n.id) > (e.at, e.id)
        and n.result like 'accept%' and n.grant_id is null));
  -- Those that stay count as well: the caller goes on while there is something to walk.
  v_total := v_total + cardinality(v_walked);

  delete from grant_drift d
  where d.ctid = any (array(
    select o.ctid from grant_drift o
    where o.at < v_now - p_keep_drift
    order by o.at limit p_limit));
  get diagnostics v_count = row_count;
  v_total := v_total + v_count;

  delete from template_changes c
  where c.id = any (array(
    select o.id from template_changes o
    where o.id < uuid_v7_floor(v_now - p_keep_template_changes)
    order by o.id limit p_limit));
  get diagnostics v_count = row_count;
  return v_total + v_count;
end
$$;
