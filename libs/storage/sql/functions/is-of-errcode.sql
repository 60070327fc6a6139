-- The errcode filter of push lists: that of any attempt; beside a reason, the reason's own (null: it has none).
create or replace function is_of_errcode(p_push_id uuid, p_reason jsonb, p_errcode jsonb, p_has_reason boolean)
returns boolean
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
begin
  if p_has_reason or p_errcode = 'null' then
    return coalesce(p_reason -> 'errcode', 'null') = p_errcode;
  end if;
  return exists (
    select 1 from attempts a where a.push_id = p_push_id and a.errcode = (p_errcode #>> '{}')::integer);
end
$$;
