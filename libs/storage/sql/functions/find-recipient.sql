-- The user behind a phone (newest binding first) or a unionid in an app; null when nobody is known yet.
create or replace function find_recipient(p_app_id text, p_phone_hash bytea, p_unionid text) returns uuid
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
begin
  if p_phone_hash is not null then
    return (
      select u.id from users u
      where u.app_id = p_app_id and u.phone_hash = p_phone_hash
      order by u.phone_bound_at desc nulls last
      limit 1);
  end if;
  return (
    select u.id from users u
    where u.app_id = p_app_id and u.unionid = p_unionid
    order by u.last_login_at desc nulls last
    limit 1);
end
$$;
