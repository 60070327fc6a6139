-- The end of the quiet hours that p_at falls into; null outside them (ADR 0031). p_hours: {from, to, timeZone}, local times 'HH:MM'; from
-- later than to is a night over midnight. Each night is one span of time from its local beginning to its local end, whatever the
-- clocks do in it: an hour that comes twice ends with its second, one that is left out begins or ends where the clock jumped to.
create or replace function quiet_until(p_hours jsonb, p_at timestamptz) returns timestamptz
language plpgsql stable
as $$
declare
  v_zone text := p_hours ->> 'timeZone';
  v_from time := p_hours ->> 'from';
  v_to time := p_hours ->> 'to';
  v_today date := (p_at at time zone v_zone)::date;
  v_day date;
  v_until timestamptz;
begin
  foreach v_day in array array[v_today - 1, v_today] loop
    v_until := (v_day + (v_from > v_to)::integer + v_to) at time zone v_zone;
    if p_at >= (v_day + v_from) at time zone v_zone and p_at < v_until then
      return v_until;
    end if;
  end loop;
  return null;
end
$$;
