-- Takes the locks of accept_pushes ahead of it, in its order: idempotency keys (each then names its push, unless it was used before),
-- addresses nobody has logged in with yet, users. p_pushes: as for accept_pushes.
create or replace function lock_for_accept(p_pushes json) returns void
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
begin
  insert into idempotency_keys (caller_id, key, fingerprint, push_id)
  select g.caller_id, g.key, decode(g.fingerprint, 'hex'), g.id
  from json_to_recordset(p_pushes) as g(id uuid, caller_id uuid, key text, fingerprint text)
  where g.key is not null
  order by g.caller_id, g.key
  on conflict do nothing;

  perform lock_addresses(array(
    select address_key(g.app_id, decode(g.to_phone_hash, 'hex'), g.to_unionid)
    from json_to_recordset(p_pushes) as g(app_id text, user_id uuid, to_phone_hash text, to_unionid text)
    where g.user_id is null));

  perform 1 from users u
  where u.id = any (array(
    select coalesce(g.user_id, find_recipient(g.app_id, decode(g.to_phone_hash, 'hex'), g.to_unionid))
    from json_to_recordset(p_pushes) as g(app_id text, user_id uuid, to_phone_hash text, to_unionid text)))
  order by u.id
  for no key update;
end
$$;
