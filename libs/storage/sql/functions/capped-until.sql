-- When the user may be sent one more under a cap; null: now (ADR 0031). p_cap: {most, perSeconds}. Counted are the pushes of which an
-- attempt is under way, accepted or of unknown fate and began within the rolling window, urgent ones included; refused and unsent ones are not, nor
-- the push that asks. p_template_id: of this template only; null: all of the app. The caller holds the user row, or only looks ahead.
create or replace function capped_until(p_cap jsonb, p_user_id uuid, p_template_id text, p_push_id uuid, p_at timestamptz)
returns timestamptz
language plpgsql stable
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_window interval := (p_cap ->> 'perSeconds')::integer * interval '1 second';
begin
  return (
    select max(a.started_at) + v_window
    from attempts a
    where a.user_id = p_user_id and a.is_counted and a.started_at > p_at - v_window
      and (a.outcome is null or a.outcome in ('accepted', 'unconfirmed'))
      and (p_template_id is null or a.template_id = p_template_id)
      and a.push_id is distinct from p_push_id
    group by a.push_id
    order by max(a.started_at) desc
    offset (p_cap ->> 'most')::integer - 1
    limit 1);
end
$$;
