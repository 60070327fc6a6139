-- What is known of the push's other attempts: 'confirmed' (WeChat's event says delivered), 'pending' (a late
-- answer says accepted), null (nothing). Asked only for pushes that had an unconfirmed attempt.
create or replace function earlier_delivery(p_push_id uuid, p_but_attempt_id uuid) returns text
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
begin
  return (
    select case when bool_or(is_delivered(i.error_code, i.error_status)) then 'confirmed' else 'pending' end
    from attempts a
    left join sent_event_items i on i.attempt_id = a.id
    where a.push_id = p_push_id and a.id <> p_but_attempt_id
      and (a.outcome = 'accepted' or is_delivered(i.error_code, i.error_status))
    having count(*) > 0
  );
end
$$;
