create or replace function concat_json_arrays(p_left json, p_right json) returns json
language sql immutable parallel safe as $$
  select (p_left::jsonb || p_right::jsonb)::json
$$;
