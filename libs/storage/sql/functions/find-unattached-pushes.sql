-- Parked pushes whose recipient nobody knew, addressed to the phone or unionid of these users, each with the one it is for:
-- as at the door (find_recipient) the newest binding.
create or replace function find_unattached_pushes(p_user_ids uuid[])
returns table (push_id uuid, user_id uuid)
language plpgsql stable
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
begin
  -- From each user to what is addressed to them (`offset 0`), the state looked at last: else the planner may walk all that is parked.
  return query
  select distinct on (f.push_id) f.push_id, f.user_id
  from (
    select a.id as push_id, u.id as user_id, u.phone_bound_at as since, a.state
    from users u
    cross join lateral (
      select p.id, p.state from pushes p
      where p.app_id = u.app_id and p.to_phone_hash = u.phone_hash and p.to_phone_hash is not null and p.user_id is null
      offset 0
    ) a
    where u.id = any (p_user_ids)
    union all
    select a.id, u.id, u.last_login_at, a.state
    from users u
    cross join lateral (
      select p.id, p.state from pushes p
      where p.app_id = u.app_id and p.to_unionid = u.unionid and p.to_unionid is not null and p.user_id is null
      offset 0
    ) a
    where u.id = any (p_user_ids)
  ) f
  where f.state = 'parked'
  order by f.push_id, f.since desc nulls last, f.user_id;
end
$$;
