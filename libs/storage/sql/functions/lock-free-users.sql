-- Locks those of the users whose rows nobody else holds, and answers them: a sweep waits for no one, and what it leaves is
-- there for its next run.
create or replace function lock_free_users(p_user_ids uuid[]) returns uuid[]
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
begin
  return array(
    select u.id from users u
    where u.id = any (p_user_ids)
    order by u.id
    for no key update skip locked);
end
$$;
