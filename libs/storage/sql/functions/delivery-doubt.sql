-- What speaks against sending a push anew: 'delivered' (an event or an answer says that one of its attempts arrived),
-- 'doubtful' (an attempt may have arrived), null (nothing). An unconfirmed attempt stays doubtful, whatever became of the push,
-- until a person's verdict or WeChat's event says that it failed. STABLE: it is asked under the lock of the user.
create or replace function delivery_doubt(p_push_id uuid) returns text
language plpgsql stable
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
begin
  return (
    select case
      when bool_or(coalesce(e.has_success, false) or (a.outcome = 'accepted' and e.has_success is null)) then 'delivered'
      when bool_or(
        coalesce(a.outcome, 'unconfirmed') = 'unconfirmed'
        and e.has_success is null
        and not exists (
          select 1 from push_transitions t
          where t.push_id = a.push_id and t.evidence like 'verdict-%'
            and t.at >= a.started_at)) then 'doubtful'
    end
    from attempts a
    left join lateral (
      select bool_or(is_delivered(i.error_code, i.error_status)) as has_success
      from sent_event_items i
      where i.attempt_id = a.id
    ) e on true
    where a.push_id = p_push_id);
end
$$;
