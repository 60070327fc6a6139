-- Whether a push ended dead while nobody knew of the delivery of an attempt: by its expiry, by an operator's word, or because a
-- later attempt was refused. Proof may still come.
create or replace function is_given_up(p_state text, p_reason jsonb, p_had_unconfirmed boolean) returns boolean
language sql immutable
as $$
  select p_state = 'dead' and (p_had_unconfirmed or p_reason ->> 'code' = 'unconfirmed' or p_reason ->> 'code' like 'verdict-%');
$$;
