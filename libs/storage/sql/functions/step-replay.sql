-- One step of a running replay, in one transaction: the pushes it puts back, its progress and its place. The place is the fence:
-- of two workers at once, or of a step asked for twice, only the one that goes on from where the replay stands counts.
-- p_push_ids are put back as replay_pushes does; p_failing_ids would only fail again and stay dead.
-- The rate is kept by `paced_until`, which each push put back moves on by its share of a second; two seconds at most are made up.
-- Locks the replay before the users; nothing that holds a user row asks for a replay.
create or replace function step_replay(
  p_replay_id uuid,
  p_app_id text,
  p_after uuid,
  p_push_ids uuid[],
  p_failing_ids uuid[],
  p_next_app_id text,
  p_next_after uuid,
  p_is_done boolean
) returns json
language plpgsql volatile
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_now timestamptz;
  v_replay replays;
  v_from timestamptz;
  v_answer json;
  v_counts record;
begin
  select * into v_replay from replays r where r.id = p_replay_id for no key update;
  if v_replay.state is distinct from 'running'
    or (v_replay.cursor_app_id, v_replay.cursor_push_id) is distinct from (p_app_id, p_after) then
    return json_build_object('kind', 'stale');
  end if;
  v_now := clock_timestamp();
  v_from := greatest(v_replay.paced_until, v_now - interval '2 seconds');
  if cardinality(p_push_ids) > extract(epoch from v_now - v_from) * v_replay.rate_per_second then
    return json_build_object('kind', 'stale');
  end if;

  v_answer := replay_pushes(p_push_ids, v_replay.ttl_seconds, v_replay.allows_duplicates, v_replay.previewed_at,
    v_replay.actor, p_replay_id);
  select count(*) filter (where r.kind = 'queued') as replayed,
    count(*) filter (where r.kind = 'parked') as parked,
    count(*) filter (where r.kind in ('no-grant', 'recipient-erased', 'template-removed'))
      + cardinality(p_failing_ids) as failed,
    count(*) filter (where r.kind in ('delivered', 'may-duplicate')) as left_out,
    count(*) filter (where r.kind = 'not-dead') + cardinality(p_push_ids) - count(*) as skipped
  into v_counts
  from json_to_recordset(v_answer -> 'results') as r(kind text);

  update replays r
  set replayed = r.replayed + v_counts.replayed, parked = r.parked + v_counts.parked,
    failed = r.failed + v_counts.failed, left_out = r.left_out + v_counts.left_out,
    -- What had left the dead before its turn was never walked: it shows at the end.
    skipped = case when p_is_done
      then greatest(0, r.total - r.replayed - r.parked - r.failed - r.left_out
        - v_counts.replayed - v_counts.parked - v_counts.failed - v_counts.left_out)
      else r.skipped + v_counts.skipped end,
    paced_until = v_from + (v_counts.replayed + v_counts.parked) * interval '1 second' / r.rate_per_second,
    cursor_app_id = p_next_app_id, cursor_push_id = p_next_after,
    state = case when p_is_done then 'done' else r.state end,
    finished_at = case when p_is_done then v_now end, updated_at = v_now
  where r.id = p_replay_id;
  return json_build_object('kind', 'stepped', 'due', v_answer -> 'due', 'replayed', v_counts.replayed,
    'parked', v_counts.parked, 'failed', v_counts.failed, 'leftOut', v_counts.left_out, 'skipped', v_counts.skipped);
end
$$;
