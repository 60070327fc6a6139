-- Puts the earmarked grants of these keys (user, template) in order (ADR 0032): of each purpose as many are available as pushes of that
-- purpose are due, for those to take; the others are kept until end_earmarks says that their time is over. Idempotent. The caller
-- holds the user rows and releases parked pushes afterwards: a grant that comes to its own push may leave another one free.
create or replace function sort_earmarked(p_user_ids uuid[], p_template_ids text[]) returns void
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
  with keys as (
    select distinct k.user_id, k.template_id from unnest(p_user_ids, p_template_ids) as k(user_id, template_id)
  ), earmarked as materialized (
    select g.id, g.state,
      row_number() over (partition by g.user_id, g.template_id, g.purpose order by g.obtained_at, g.id) as turn,
      (select count(*) from pushes p
       where p.user_id = g.user_id and p.template_id = g.template_id and p.state || '' in ('queued', 'retrying')
         and p.purpose = g.purpose) as demand
    from keys k
    join grants g on g.user_id = k.user_id and g.template_id = k.template_id
      and g.purpose is not null and g.state in ('available', 'kept') and g.kept_until is not null
  ), sorted as (
    select e.id, e.state, case when e.turn > e.demand then 'kept' else 'available' end as next_state
    from earmarked e
  )
  update grants g
  set state = s.next_state, updated_at = clock_timestamp()
  from sorted s
  where g.id = s.id and s.state <> s.next_state;
end
$$;
