-- Can a second send with this grant only succeed if the first did not (design 5 c)? When it is the very grant that the push's
-- unconfirmed attempt was sent with (a younger one would pay for a second message), the one of its key that is neither spent
-- nor void, and every accept of the user was counted: one that was not (too many in a minute, or a source the app does not
-- trust) is a grant that WeChat may have and the ledger lacks. STABLE: asked within the statement that reserves.
create or replace function is_only_grant(
  p_push_id uuid,
  p_user_id uuid,
  p_template_id text,
  p_grant_id uuid
) returns boolean
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
begin
  return p_grant_id is not null
    and p_grant_id = (
      select a.grant_id from attempts a
      where a.push_id = p_push_id and a.outcome = 'unconfirmed'
      order by a.number desc
      limit 1)
    and (
      select bool_and(g.id = p_grant_id and not g.is_standing)
      from grants g
      where g.user_id = p_user_id and g.template_id = p_template_id and g.state in ('available', 'kept', 'reserved'))
    and not exists (
      select 1 from grant_evidence e
      where e.user_id = p_user_id and e.template_id = p_template_id and e.result like 'accept%'
        and e.grant_id is null)
    and not exists (
      select 1 from attempts a
      join grants s on s.id = a.grant_id and s.state = 'spent' and s.push_id = a.push_id
      where a.user_id = p_user_id and a.template_id = p_template_id and a.push_id <> p_push_id
        and a.msgid is null and a.outcome = 'unconfirmed'
        and not exists (
          select 1 from attempts o
          where o.push_id = a.push_id and o.grant_id = a.grant_id
            and (o.outcome = 'accepted' or o.msgid is not null or o.errcode = 43101))
        and not was_refused_since(p_user_id, p_template_id, a.finished_at));
end
$$;
