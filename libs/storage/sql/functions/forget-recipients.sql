-- Takes a person out of every audience: what was to be said to them and where goes, and they are not written to. The caller holds the
-- user row.
create or replace function forget_recipients(p_user_id uuid) returns void
language plpgsql volatile
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
begin
  update audience_recipients r
  set user_id = null, to_key = null, openid = null, unionid = null, phone_hash = null, phone_cipher = null, variables = null
  where r.user_id = p_user_id;
  update audience_recipients r
  set to_key = null, openid = null, unionid = null, phone_hash = null, phone_cipher = null, variables = null
  from users u
  where u.id = p_user_id
    and r.to_key = any (array['phone:' || encode(u.phone_hash, 'hex'), 'unionid:' || u.unionid, 'openid:' || u.openid])
    and exists (select 1 from audiences a where a.id = r.audience_id and a.app_id = u.app_id);
end
$$;
