-- Makes kept grants available for pushes of their purpose that are about to be due: of each (user, template, purpose) as many as it
-- is named here. The caller holds the user rows, makes the pushes due, and calls sort_earmarked afterwards for what was too many.
create or replace function free_earmarked(p_user_ids uuid[], p_template_ids text[], p_purposes text[]) returns void
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set jit = off
as $$
begin
  if not has_earmarked(p_user_ids) then
    return;
  end if;
  with wanted as (
    select k.user_id, k.template_id, k.purpose, count(*) as times
    from unnest(p_user_ids, p_template_ids, p_purposes) as k(user_id, template_id, purpose)
    where k.purpose is not null
    group by 1, 2, 3
  ), chosen as materialized (
    select c.id
    from wanted w
    cross join lateral (
      select g.id from grants g
      where g.user_id = w.user_id and g.template_id = w.template_id and g.purpose = w.purpose
        and g.purpose is not null and g.state in ('available', 'kept') and g.state = 'kept'
      order by g.obtained_at, g.id
      limit w.times
    ) c
  )
  update grants g
  set state = 'available', updated_at = clock_timestamp()
  from chosen c
  where g.id = c.id;
end
$$;
