-- Cancels a push that is not under way (design 5): 'cancelled', 'too-late' or 'not-found'. Where an earlier attempt may have been
-- delivered, the reason says so.
create or replace function cancel_push(p_push_id uuid, p_actor text) returns text
language plpgsql volatile
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_now timestamptz;
  v_push record;
  v_user_id uuid;
begin
  select p.user_id into v_user_id from pushes p where p.id = p_push_id;
  perform 1 from users u where u.id = v_user_id for no key update;
  select p.state, p.user_id, p.template_id into v_push
  from pushes p where p.id = p_push_id for no key update;
  if not found then
    return 'not-found';
  end if;
  if v_push.user_id is distinct from v_user_id then
    -- Its user's row comes before its own in the order of locks: the caller runs it again.
    raise exception 'A login gave push % its recipient at this moment.', p_push_id using errcode = 'serialization_failure';
  end if;
  if v_push.state not in ('scheduled', 'parked', 'queued', 'retrying') then
    return 'too-late';
  end if;

  v_now := clock_timestamp();
  update pushes
  set state = 'cancelled', ended_at = v_now, updated_at = v_now,
    reason = jsonb_build_object('code', 'cancelled', 'message',
      case when had_unconfirmed and has_silent_attempt(id)
        then 'It was cancelled before it was sent again; an earlier attempt may have been delivered.'
        else 'It was cancelled before it was sent.' end)
  where id = p_push_id;
  insert into push_transitions (id, push_id, at, from_state, to_state, reason, actor)
  select new_uuid_v7(), p.id, v_now, v_push.state, 'cancelled', p.reason, p_actor
  from pushes p where p.id = p_push_id;
  perform note_push_callbacks(array[p_push_id], array['push.cancelled']);
  if v_push.state in ('queued', 'retrying') then
    perform release_parked_pushes(array[v_user_id], array[v_push.template_id], p_actor);
  end if;
  return 'cancelled';
end
$$;
