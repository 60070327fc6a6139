-- The minute from which a sweep that counts minutes begins. The first run in a minute goes back to what was settled late: two minutes
-- before its last such run, after a pause of the workers at most an hour. The others count the minute under way.
-- Remembers the run under its name.
create or replace function minutes_to_count(p_name text, p_now timestamptz) returns timestamptz
language plpgsql volatile
as $$
declare
  v_minute timestamptz := date_trunc('minute', p_now);
  v_hour_ago timestamptz := date_trunc('minute', p_now - interval '1 hour');
  v_last timestamptz := coalesce(read_sweep_cursor(p_name)::timestamptz, v_hour_ago);
begin
  if v_last = v_minute then
    return v_minute;
  end if;
  perform write_sweep_cursor(p_name, v_minute::text);
  return greatest(v_hour_ago, least(v_last, v_minute) - interval '2 minutes');
end
$$;
