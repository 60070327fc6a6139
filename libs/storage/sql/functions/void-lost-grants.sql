-- Grants given back that WeChat has meanwhile said are gone (design 6): of these keys, the available ones of which a 43101 was told
-- while a push held them, and those older than a revocation of their key. The caller holds the user rows, has just given grants
-- back and releases parked pushes afterwards.
create or replace function void_lost_grants(p_user_ids uuid[], p_template_ids text[]) returns void
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
begin
  perform free_kept(p_user_ids, p_template_ids);
  update grants g
  set state = 'void', void_reason = coalesce(l.revocation, '43101'), updated_at = clock_timestamp()
  from (
    select a.id, a.is_doubtful, (
      select e.result from grant_evidence e
      where e.user_id = a.user_id and e.template_id = a.template_id and e.result in ('ban', 'change-reject')
        and e.at > a.obtained_at
      order by e.at
      limit 1) as revocation
    from (
      select distinct k.user_id, k.template_id from unnest(p_user_ids, p_template_ids) as k(user_id, template_id)
    ) k
    cross join lateral (
      select g.* from grants g where g.user_id = k.user_id and g.template_id = k.template_id and g.state || '' = 'available' offset 0
    ) a
  ) l
  where g.id = l.id and (l.is_doubtful or l.revocation is not null);
  perform sort_earmarked(p_user_ids, p_template_ids);
end
$$;
