-- Parked pushes of an app whose recipient nobody knew, addressed to this phone or unionid.
create or replace function find_unattached_pushes(p_app_id text, p_phone_hash bytea, p_unionid text)
returns uuid[]
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
begin
  return array(
    select p.id from pushes p
    where p.app_id = p_app_id and p.to_phone_hash = p_phone_hash and p.user_id is null
      and p.to_phone_hash is not null and p.state = 'parked'
    union
    select p.id from pushes p
    where p.app_id = p_app_id and p.to_unionid = p_unionid and p.user_id is null
      and p.to_unionid is not null and p.state = 'parked'
    order by 1);
end
$$;
