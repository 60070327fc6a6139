-- The end of the quiet hours that p_at falls into; null outside them (ADR 0031). p_hours: {from, to, timeZone}, local times 'HH:MM'; from
-- later than to is a night over midnight. Each night is one span of time, whatever the clocks do in it: from the first instant that
-- shows its local beginning to the last that shows its local end; a time that is left out is the instant of the jump.
create or replace function quiet_until(p_hours jsonb, p_at timestamptz) returns timestamptz
language plpgsql stable
as $$
declare
  v_zone text := p_hours ->> 'timeZone';
  v_from time := p_hours ->> 'from';
  v_to time := p_hours ->> 'to';
  v_today date := (p_at at time zone v_zone)::date;
  v_day date;
  v_begin timestamptz;
  v_end timestamptz;
  v_until timestamptz;
begin
  foreach v_day in array array[v_today - 1, v_today] loop
    v_begin := (instants_of_local_time(v_day + v_from, v_zone)).first_at;
    v_end := (instants_of_local_time(v_day + (v_from > v_to)::integer + v_to, v_zone)).last_at;
    if p_at >= v_begin and p_at < v_end then
      v_until := v_end;
    end if;
  end loop;
  return v_until;
end
$$;
