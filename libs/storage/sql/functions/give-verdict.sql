-- An operator's word about an unconfirmed push (contract 5): 'delivered', or not, and then 'resend' or 'dead'.
-- It overrules silence, and holds for the attempts so far: the next unconfirmed one takes it back. What WeChat proves
-- later still counts. Whole with its audit row, or not at all.
-- kind: 'given'; 'repeated' (the same word again: nothing changes); 'too-late' (not unconfirmed); 'expired' (no time
-- is left to send it again); 'not-found'.
create or replace function give_verdict(
  p_push_id uuid,
  p_verdict text,
  p_actor text,
  p_reason text,
  p_request_id text
) returns json
language plpgsql volatile
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_now timestamptz;
  v_push pushes%rowtype;
  v_new pushes%rowtype;
  v_reason jsonb;
  v_due json := '[]';
begin
  perform lock_users_of_pushes(array[p_push_id]);
  select * into v_push from pushes p where p.id = p_push_id for no key update;
  v_now := clock_timestamp();
  if not found then
    return json_build_object('kind', 'not-found', 'due', v_due);
  end if;
  if v_push.state <> 'unconfirmed' then
    return json_build_object('due', v_due,
      'kind', case when v_push.operator_verdict = p_verdict then 'repeated' else 'too-late' end);
  end if;
  if p_verdict = 'resend' and v_push.expires_at <= v_now then
    return json_build_object('kind', 'expired', 'due', v_due);
  end if;

  v_reason := jsonb_build_object('code', 'verdict-' || p_verdict, 'message', case p_verdict
    when 'delivered' then 'An operator found that the message was delivered.'
    when 'resend' then 'An operator found that the message was not delivered, and had it sent again.'
    else 'An operator found that the message was not delivered, and ended the push.' end);
  update pushes p
  set state = case p_verdict when 'delivered' then 'sent' when 'resend' then 'queued' else 'dead' end,
    reason = v_reason, operator_verdict = p_verdict, updated_at = v_now,
    grant_id = case p_verdict when 'delivered' then p.grant_id end,
    delivery = case p_verdict when 'delivered' then coalesce(p.delivery, 'pending') else p.delivery end,
    cycle = p.cycle + (p_verdict = 'resend')::integer,
    due_at = case p_verdict when 'resend' then v_now else p.due_at end,
    sent_at = case p_verdict when 'delivered' then v_now end,
    ended_at = case when p_verdict <> 'resend' then v_now end
  where p.id = p_push_id
  returning * into v_new;

  update grants g
  set state = case p_verdict when 'delivered' then 'spent' else 'available' end,
    push_id = case p_verdict when 'delivered' then g.push_id end, updated_at = v_now
  where g.id = v_push.grant_id and g.push_id = p_push_id and g.state = 'reserved';

  perform void_lost_grants(array[v_push.user_id], array[v_push.template_id]);

  insert into push_transitions (id, push_id, at, from_state, to_state, reason, actor, evidence)
  values (new_uuid_v7(), p_push_id, v_now, 'unconfirmed', v_new.state, v_reason, p_actor, 'verdict-' || p_verdict);
  insert into audit (id, at, actor, action, target, app_id, before, after, reason, request_id)
  values (new_uuid_v7(), v_now, p_actor, 'push.verdict', 'push:' || p_push_id, v_push.app_id,
    jsonb_build_object('state', v_push.state, 'reason', v_push.reason, 'cycle', v_push.cycle),
    jsonb_build_object('state', v_new.state, 'reason', v_new.reason, 'cycle', v_new.cycle),
    p_reason, p_request_id);

  if p_verdict <> 'resend' then
    perform note_push_callbacks(array[p_push_id], array['push.' || v_new.state]);
  end if;
  perform note_evidence(array['verdict-' || p_verdict]);
  if p_verdict = 'resend' then
    v_due := json_build_array(json_build_object('appId', v_new.app_id, 'pushId', v_new.id, 'cycle', v_new.cycle,
      'priority', v_new.priority, 'delayMs', 0));
  end if;
  v_due := concat_json_arrays(v_due, release_parked_pushes(array[v_push.user_id], array[v_push.template_id], p_actor));
  return json_build_object('kind', 'given', 'due', v_due, 'settledBy', noted_evidence());
end
$$;
