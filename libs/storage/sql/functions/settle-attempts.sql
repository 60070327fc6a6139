-- Settles attempts (design 5, 6, 9): writes what they learned and makes their decisions true. One transaction, users first.
-- Nearly all of them end the ordinary way, and settle_sent costs them a part of what settle_fenced would.
-- p_settlements: array of {push_id, attempt_id, attempt_number, outcome, msgid, errcode, errmsg, rid, http_status,
-- cause, duration_ms, finished_at, token_generation, state, reason, due_at, grant_effect, is_retry, is_token_retry,
-- app_pause, template_pause: {kind, reason, until}}.
-- Answers {settled: [{pushId, attemptId, state, isSuperseded}], due: pushes for the queue, settledBy, drift}. One push comes once in a call.
create or replace function settle_attempts(p_settlements json) returns json
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_push_ids uuid[];
  v_settled json;
  v_sent_ids uuid[];
  v_due json := '[]';
  v_others json;
  v_answer json;
begin
  v_push_ids := array(select s.push_id from json_to_recordset(p_settlements) as s(push_id uuid));
  perform 1 from users u
  where u.id = any (array(select p.user_id from pushes p where p.id = any (v_push_ids)))
  order by u.id
  for no key update;

  select s.settled, s.push_ids into v_settled, v_sent_ids from settle_sent(p_settlements) s;
  if v_sent_ids is null then
    return settle_fenced(p_settlements);
  end if;
  -- One attempt less is in flight: that may be what a waiting event waits for.
  if exists (select 1 from sent_event_items i where i.attempt_id is null) then
    v_due := pair_waiting_sent_events(
      array(select p.user_id from pushes p where p.id = any (v_sent_ids) order by p.id),
      array(select p.template_id from pushes p where p.id = any (v_sent_ids) order by p.id));
  end if;
  if cardinality(v_sent_ids) = cardinality(v_push_ids) then
    return json_build_object('settled', v_settled, 'due', v_due, 'settledBy', noted_evidence(), 'drift', '[]'::json);
  end if;

  v_others := (
    select json_agg(s.value) from json_array_elements(p_settlements) s
    where (s.value ->> 'push_id')::uuid <> all (v_sent_ids));
  v_answer := settle_fenced(v_others);
  return json_build_object(
    'settled', concat_json_arrays(v_settled, v_answer -> 'settled'),
    'due', concat_json_arrays(v_due, v_answer -> 'due'),
    'settledBy', v_answer -> 'settledBy', 'drift', v_answer -> 'drift');
end
$$;
