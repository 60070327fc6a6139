-- Makes all kept grants of these keys available, for news that is about every unspent grant of a key (a 43101, a revocation). The caller
-- holds the user rows, calls sort_earmarked afterwards and releases parked pushes.
create or replace function free_kept(p_user_ids uuid[], p_template_ids text[]) returns void
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
begin
  if not has_earmarked(p_user_ids) then
    return;
  end if;
  update grants g
  set state = 'available', updated_at = clock_timestamp()
  from (select distinct k.user_id, k.template_id from unnest(p_user_ids, p_template_ids) as k(user_id, template_id)) k
  where g.user_id = k.user_id and g.template_id = k.template_id
    and g.purpose is not null and g.state in ('available', 'kept') and has_state(g.state, 'kept');
end
$$;
