-- The first step of each sweep that changes pushes: locks the users of those it found, but for users that somebody else holds, and
-- answers the pushes whose users are locked now, and those that have no recipient yet. One held row keeps no other user waiting.
create or replace function keep_free_pushes(p_push_ids uuid[]) returns uuid[]
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_users uuid[] := lock_free_users(array(
    select p.user_id from pushes p where p.id = any (p_push_ids) and p.user_id is not null));
begin
  return array(
    select p.id from pushes p
    where p.id = any (p_push_ids) and (p.user_id is null or p.user_id = any (v_users)));
end
$$;
