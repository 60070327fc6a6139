-- Has WeChat reported of a send of this app that began after that instant? Then its reports come through, and silence about an
-- earlier one says something. Walks the reports since then, of which nearly every one is of a later send: from the attempts, it
-- would read all of history.
create or replace function is_reported_later(p_app_id text, p_since timestamptz) returns boolean
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
begin
  return exists (
    select 1
    from sent_event_items i
    cross join lateral (
      select 1 from attempts a
      where a.id = i.attempt_id and a.started_at > p_since
      -- Not to be joined the other way round.
      offset 0
    ) later
    where i.app_id = p_app_id and i.received_at > p_since);
end
$$;
