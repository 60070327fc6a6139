-- The span a grant's life falls into when it is spent, by its upper end in seconds: 'longer' beyond 30 days.
create or replace function life_span(p_life interval) returns text
language sql immutable parallel safe
as $$
  select case
    when p_life <= interval '1 minute' then '60'
    when p_life <= interval '10 minutes' then '600'
    when p_life <= interval '1 hour' then '3600'
    when p_life <= interval '6 hours' then '21600'
    when p_life <= interval '1 day' then '86400'
    when p_life <= interval '7 days' then '604800'
    when p_life <= interval '30 days' then '2592000'
    else 'longer'
  end
$$;
