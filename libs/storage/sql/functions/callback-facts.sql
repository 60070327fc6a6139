-- Taken callbacks as the worker needs them: where to, signed with what, and what to say. Those whose endpoint takes none any more
-- are left out.
create or replace function callback_facts(p_callback_ids uuid[]) returns json
language sql stable as $$
  select coalesce(json_agg(json_build_object(
    'id', c.id, 'endpointId', c.endpoint_id, 'pushId', c.push_id, 'appId', c.app_id,
    'type', c.type, 'sequence', c.sequence, 'at', c.at, 'snapshot', c.snapshot,
    'number', c.attempts + 1, 'tries', c.tries,
    'openid', case when c.snapshot ? 'userId' then
      (select u.openid from users u where u.id = (c.snapshot ->> 'userId')::uuid) end,
    'url', e.url, 'secretCipher', encode(e.secret_cipher, 'hex'),
    'previousSecretCipher', case when e.previous_secret_until > clock_timestamp()
      then encode(e.previous_secret_cipher, 'hex') end)), '[]')
  from callbacks c
  join webhook_endpoints e on e.id = c.endpoint_id
  where c.id = any (p_callback_ids) and (e.state = 'enabled' or (e.state = 'disabled' and c.type = 'webhook.test'))
$$;
