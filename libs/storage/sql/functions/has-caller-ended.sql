-- Whether every key of a caller has ended, so that nobody can call in its name any more. False for a caller without any: the
-- bootstrap key has no row.
create or replace function has_caller_ended(p_caller_id uuid) returns boolean
language sql stable as $$
  select coalesce(bool_and(coalesce(least(k.revoked_at, k.expires_at) <= clock_timestamp(), false)), false)
  from api_keys k
  where k.caller_id = p_caller_id
$$;
