-- Whether a push ended dead while nobody knew of its delivery, by its expiry or by an operator's word: proof may still come.
create or replace function is_given_up(p_state text, p_reason jsonb) returns boolean
language sql immutable
as $$
  select p_state = 'dead' and (p_reason ->> 'code' = 'unconfirmed' or p_reason ->> 'code' like 'verdict-%');
$$;
