-- May WeChat hold fewer grants of this key than the ledger counts, so that a 43101 tells nothing of the push's earlier attempt? So
-- it is where another push may have used more than it paid for: without a grant (send-anyway), with one that was given back for
-- want of an answer, or twice at somebody's wish; where the push's own grant is doubtful or standing (no send uses that up); and
-- where the ledger counted yet another when the refused attempt began: WeChat should have had that one.
-- STABLE: asked within the statement that settles.
create or replace function may_lack_grant(
  p_push_id uuid,
  p_user_id uuid,
  p_template_id text,
  p_grant_id uuid,
  p_started_at timestamptz
) returns boolean
language plpgsql stable
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
begin
  return exists (
      select 1 from grants own
      where own.id = p_grant_id and (own.is_doubtful or own.is_standing))
    or exists (
      select 1 from grants g
      where g.user_id = p_user_id and g.template_id = p_template_id and g.state || '' = 'available'
        and g.obtained_at < p_started_at)
    or exists (
      select 1 from grants g
      where g.user_id = p_user_id and g.template_id = p_template_id and g.purpose is not null
        and g.state in ('available', 'kept') and g.obtained_at < p_started_at)
    or exists (
      with candidates as materialized (
        select o.id, sent.number, sent.last_at
        from pushes o
        cross join lateral (
          select count(*) as number, max(a.finished_at) as last_at
          from attempts a
          where a.push_id = o.id and a.outcome in ('accepted', 'unconfirmed')
        ) sent
        where o.user_id = p_user_id and o.template_id = p_template_id and o.id <> p_push_id and sent.number > 0
          and (o.grant_id is null or sent.number > 1)
      )
      select 1
      from candidates o
      -- Sent again by silence, it went out once: the second send proves that.
      where case when o.number > 1 and was_resent_by_wish(o.id) then o.number else 1 end > (
          select count(*) from grants g
          where g.user_id = p_user_id and g.template_id = p_template_id and g.push_id = o.id
            and g.state in ('reserved', 'spent'))
        and not was_refused_since(p_user_id, p_template_id, o.last_at));
end
$$;
