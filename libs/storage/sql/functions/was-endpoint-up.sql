-- Did some api process beat all along, with no gap over 5 s? Both edges count.
create or replace function was_endpoint_up(p_from timestamptz, p_to timestamptz) returns boolean
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
begin
  return (
    select coalesce(max(b.at - b.before) <= interval '5 seconds', false)
    from (
      select t.at, lag(t.at, 1, p_from) over (order by t.at) as before
      from (
        select h.beat_at as at from heartbeats h
        where h.role = 'api' and h.beat_at between p_from and p_to
        union all
        select p_to
      ) t
    ) b);
end
$$;
