-- Sets parked pushes with fallbacks free (ADR 0023), once those that ask for a template itself are served: highest priority, then the
-- nearest end, then the oldest; each turns to the first of its templates that has a grant to spare. Of one whose earlier
-- attempt may have been delivered, the template stays what it was. The caller holds the user rows. Returns what must be put on the queue.
create or replace function release_by_choice(p_user_ids uuid[], p_actor text) returns json
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
  v_turn record;
  v_due jsonb := '[]';
begin
  -- One grant more is spoken for with each round: the counts are read anew.
  loop
    with waiting as materialized (
      select p.id, p.user_id, p.template_id as was, p.priority, p.expires_at, p.created_at, c.turn,
        c.value ->> 'templateId' as template_id, c.value -> 'data' as data
      from pushes p
      cross join lateral jsonb_array_elements(p.choices) with ordinality as c(value, turn)
      where p.user_id = any (p_user_ids) and p.state || '' = 'parked' and p.choices is not null
        and p.expires_at > v_now and not p.had_unconfirmed
    ), room as materialized (
      select k.user_id, k.template_id
      from (select distinct w.user_id, w.template_id from waiting w) k
      where count_free_grants(k.user_id, k.template_id) > 0
    ), chosen as (
      select w.*
      from waiting w
      join room r on r.user_id = w.user_id and r.template_id = w.template_id
      order by w.priority, w.expires_at, w.created_at, w.turn
      limit 1
    ), moved as (
      update pushes p
      set state = 'queued', template_id = c.template_id, data = c.data, reason = null, cycle = p.cycle + 1, due_at = v_now,
        updated_at = v_now
      from chosen c
      where p.id = c.id
      returning p.id, p.app_id, p.cycle, p.priority, p.template_id, c.was
    ), told as (
      insert into push_transitions (id, push_id, at, from_state, to_state, reason, actor)
      select new_uuid_v7(), m.id, v_now, 'parked', 'queued',
        case when m.template_id <> m.was then jsonb_build_object('code', 'fallback',
          'message', 'Another of its templates has a grant: it goes out with ' || m.template_id || '.') end, p_actor
      from moved m
    )
    select m.* into v_turn from moved m;
    exit when v_turn.id is null;
    v_due := v_due || jsonb_build_object('appId', v_turn.app_id, 'pushId', v_turn.id, 'cycle', v_turn.cycle,
      'priority', v_turn.priority, 'delayMs', 0);
  end loop;
  return v_due::json;
end
$$;
