-- Gives parked pushes addressed to a phone or unionid their recipient, once these users have turned up (a login, an import).
-- Locks the users something waits for, no others.
create or replace function attach_recipients(p_user_ids uuid[]) returns json
language plpgsql volatile
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_users uuid[];
begin
  perform lock_addresses(array(
    select address_key(u.app_id, u.phone_hash, null)
    from (select k.* from users k where k.id = any (p_user_ids) offset 0) u
    where u.phone_hash is not null
    union all
    select address_key(u.app_id, null, u.unionid)
    from (select k.* from users k where k.id = any (p_user_ids) offset 0) u
    where u.unionid is not null));
  v_users := array(select distinct f.user_id from find_unattached_pushes(p_user_ids) f);
  if cardinality(v_users) = 0 then
    return json_build_object('attached', 0, 'due', '[]'::json);
  end if;
  perform 1 from users u where u.id = any (v_users) order by u.id for no key update;
  return attach_parked_pushes(v_users, 'login');
end
$$;
