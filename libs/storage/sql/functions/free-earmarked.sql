-- Makes kept grants available for pushes of their purpose that are about to be due, first come, first served. Answers which of them, by
-- their place in the arrays: only those may count on a grant more than the others. The caller holds the user rows, makes the pushes
-- due, and calls sort_earmarked afterwards.
create or replace function free_earmarked(p_user_ids uuid[], p_template_ids text[], p_purposes text[]) returns integer[]
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_served integer[];
begin
  if not has_earmarked(p_user_ids) then
    return '{}';
  end if;
  with wanted as (
    select k.n, k.user_id, k.template_id, k.purpose,
      row_number() over (partition by k.user_id, k.template_id, k.purpose order by k.n) as turn
    from unnest(p_user_ids, p_template_ids, p_purposes) with ordinality as k(user_id, template_id, purpose, n)
    where k.purpose is not null
  ), chosen as materialized (
    select w.n, c.id
    from wanted w
    cross join lateral (
      select g.id from grants g
      where g.user_id = w.user_id and g.template_id = w.template_id and g.purpose = w.purpose
        and g.purpose is not null and g.state in ('available', 'kept') and has_state(g.state, 'kept')
      order by g.obtained_at, g.id
      offset w.turn - 1
      limit 1
    ) c
  ), freed as (
    update grants g
    set state = 'available', updated_at = clock_timestamp()
    from chosen c
    where g.id = c.id
  )
  select coalesce(array_agg(c.n order by c.n), '{}') into v_served from chosen c;
  return v_served;
end
$$;
