-- Remembers how far the beats were read, so that a push that is silent for days costs no walk over days of beats.
-- Nothing is noted of an endpoint that is down: the next beat after the gap is looked for from the last one before it.
create or replace function note_endpoint_up() returns void
language plpgsql volatile
as $$
declare
  v_up record;
begin
  select * into v_up from endpoint_up();
  if v_up.up_since is not null then
    perform write_sweep_cursor('endpoint-up',
      to_char(v_up.up_since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || ' '
      || to_char(v_up.seen_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'));
  end if;
end
$$;
