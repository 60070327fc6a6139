-- The advisory lock of an address (phone or unionid) in an app: held by a push to an unknown recipient and by the
-- login that brings this recipient, so that neither can miss the other.
create or replace function address_key(p_app_id text, p_phone_hash bytea, p_unionid text) returns bigint
language sql immutable parallel safe as $$
  select hashtextextended(
    p_app_id || case when p_phone_hash is null then ' unionid ' || p_unionid
      else ' phone ' || encode(p_phone_hash, 'hex') end,
    1962)
$$;
