-- A taken callback as the worker needs it: where to, signed with what, and what to say.
create or replace function callback_facts(p_callback callbacks, p_endpoint webhook_endpoints) returns json
language sql stable as $$
  select json_build_object(
    'id', p_callback.id, 'endpointId', p_callback.endpoint_id, 'pushId', p_callback.push_id, 'appId', p_callback.app_id,
    'type', p_callback.type, 'sequence', p_callback.sequence, 'at', p_callback.at, 'snapshot', p_callback.snapshot,
    'number', p_callback.attempts + 1, 'tries', p_callback.tries,
    'openid', case when p_callback.snapshot ? 'userId' then
      (select u.openid from users u where u.id = (p_callback.snapshot ->> 'userId')::uuid) end,
    'url', p_endpoint.url, 'secretCipher', encode(p_endpoint.secret_cipher, 'hex'),
    'previousSecretCipher', case when p_endpoint.previous_secret_until > clock_timestamp()
      then encode(p_endpoint.previous_secret_cipher, 'hex') end)
$$;
