-- The first and the last instant at which the clocks of a zone show a local time: two where they are put back over it, else one. Of a
-- time that they are put forward over both are the instant of the jump.
-- PostgreSQL takes the later of two, and reads a time that is left out by the clock of before the jump.
create or replace function instants_of_local_time(p_local timestamp, p_zone text, out first_at timestamptz, out last_at timestamptz)
language plpgsql stable
as $$
declare
  v_at timestamptz := p_local at time zone p_zone;
  v_day_before timestamptz := v_at - interval '24 hours';
  -- As the clocks went the day before.
  v_earlier timestamptz := (p_local - (v_day_before at time zone p_zone - v_day_before at time zone 'UTC')) at time zone 'UTC';
begin
  if v_at at time zone p_zone <> p_local then
    -- Clocks jump at a whole minute; no further back than they jump.
    v_at := (
      select min(m.at)
      from generate_series(v_at - (v_at at time zone p_zone - p_local), v_at, interval '1 minute') as m(at)
      where m.at at time zone p_zone > p_local);
    v_earlier := v_at;
  end if;
  first_at := case when v_earlier < v_at and v_earlier at time zone p_zone = p_local then v_earlier else v_at end;
  last_at := v_at;
end
$$;
