create or replace function lock_addresses(p_keys bigint[]) returns void
language plpgsql volatile as $$
declare
  v_key bigint;
begin
  for v_key in select distinct k from unnest(p_keys) as k where k is not null order by k loop
    perform pg_advisory_xact_lock(v_key);
  end loop;
end
$$;
