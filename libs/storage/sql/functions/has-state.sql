-- Whether a row that is found by its id is in one of these states. Said by this function where a statement goes by id: the bare condition
-- lets the planner walk an index of all that are in that state, which it takes for empty when its statistics are old (ADR 0040).
create or replace function has_state(p_state text, variadic p_states text[]) returns boolean
language sql immutable parallel safe as $$
  select p_state || '' || '' = any (p_states)
$$;
