-- May an event of this CreateTime tell of an attempt that began between the two instants? CreateTime has whole seconds: the
-- attempt may have begun within that second. And WeChat tells of a send within a day (late events keep their CreateTime), or
-- an attempt nobody ever heard of would cast its doubt on the key for ever.
create or replace function is_event_of_attempt(
  p_event_at timestamptz,
  p_first_at timestamptz,
  p_last_at timestamptz
) returns boolean
language sql immutable parallel safe as $$
  select p_first_at < p_event_at + interval '1 second' and p_last_at > p_event_at - interval '1 day'
$$;
