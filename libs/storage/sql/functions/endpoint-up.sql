-- Since when has some api process beaten, without a gap over 5 s, until now (null: it does not beat now), and which beat is
-- the last that counts. Reads only the beats since the sweep that judges silence last looked (note_endpoint_up).
create or replace function endpoint_up(out up_since timestamptz, out seen_until timestamptz)
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_noted text[] := string_to_array(read_sweep_cursor('endpoint-up'), ' ');
  v_since timestamptz := v_noted[1]::timestamptz;
  v_seen timestamptz := v_noted[2]::timestamptz;
begin
  select coalesce(max(b.at) filter (where b.before is null or b.at - b.before > interval '5 seconds'), v_since),
    coalesce(max(b.at), v_seen)
  into up_since, seen_until
  from (
    select h.beat_at as at, lag(h.beat_at, 1, v_seen) over (order by h.beat_at) as before
    from heartbeats h
    where h.role = 'api' and h.beat_at > coalesce(v_seen, '-infinity') and h.beat_at <= clock_timestamp()
  ) b;
  if seen_until is null or clock_timestamp() - seen_until > interval '5 seconds' then
    up_since := null;
  end if;
end
$$;
