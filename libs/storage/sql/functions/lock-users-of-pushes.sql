-- The first step of everything that changes pushes: their users, sorted, in a statement of its own (design 6).
create or replace function lock_users_of_pushes(p_push_ids uuid[]) returns void
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
begin
  perform 1 from users u
  where u.id = any (array(select p.user_id from pushes p where p.id = any (p_push_ids)))
  order by u.id
  for no key update;
end
$$;
