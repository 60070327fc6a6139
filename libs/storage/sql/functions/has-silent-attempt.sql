-- Whether the push has an attempt of which nobody knows: no answer came, and no event told. (One that is in flight is not meant.)
create or replace function has_silent_attempt(p_push_id uuid) returns boolean
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
begin
  return exists (
    select 1 from attempts a
    where a.push_id = p_push_id and a.outcome = 'unconfirmed'
      and not exists (select 1 from sent_event_items i where i.attempt_id = a.id));
end
$$;
