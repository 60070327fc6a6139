-- Whether any of these users has a grant that was collected for a purpose and is unspent: one look at a partial index, which is
-- empty where nobody names purposes.
create or replace function has_earmarked(p_user_ids uuid[]) returns boolean
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
begin
  return exists (
    select 1 from grants g
    where g.user_id = any (p_user_ids) and g.purpose is not null and g.state in ('available', 'kept'));
end
$$;
