-- One more failed try of an event; after the fifth it is set aside with its problem and never taken again.
create or replace function note_event_failure(p_event_id uuid, p_problem text) returns void
language plpgsql volatile
set enable_seqscan = off
as $$
begin
  update events
  set tries = tries + 1,
    problem = p_problem,
    processed_at = case when tries >= 4 then clock_timestamp() end
  where id = p_event_id and processed_at is null;
end
$$;
