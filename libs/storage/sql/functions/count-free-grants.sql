-- Available grants of a key minus its open demand (queued and retrying pushes). A standing grant never runs out.
-- The caller holds the user row. STABLE on purpose: inside a statement that inserts pushes it must see what that
-- statement saw when it began.
create or replace function count_free_grants(p_user_id uuid, p_template_id text) returns bigint
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
begin
  return (
    select case
      when coalesce(bool_or(g.is_standing), false) then 2147483647
      else count(*) - (
        select count(*) from pushes p
        where p.user_id = p_user_id and p.template_id = p_template_id and p.state || '' in ('queued', 'retrying'))
    end
    from grants g
    where g.user_id = p_user_id and g.template_id = p_template_id and g.state || '' = 'available');
end
$$;
