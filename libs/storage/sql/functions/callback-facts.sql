-- Taken callbacks as the worker needs them: where to, signed with what, and what to say, the push as it is now included. Those whose
-- endpoint takes none any more are left out.
create or replace function callback_facts(p_callback_ids uuid[]) returns json
language sql stable as $$
  select coalesce(json_agg(json_build_object(
    'id', c.id, 'endpointId', c.endpoint_id, 'pushId', c.push_id, 'appId', c.app_id,
    'type', c.type, 'sequence', c.sequence, 'at', c.at, 'snapshot', c.snapshot,
    'number', c.attempts + 1, 'tries', c.tries,
    'openid', case when c.snapshot ? 'userId' then
      (select u.openid from users u where u.id = (c.snapshot ->> 'userId')::uuid) end,
    'push', (
      select json_build_object('id', p.id, 'appId', p.app_id, 'templateId', p.template_id, 'callerId', p.caller_id,
        'userId', p.user_id, 'openid', u.openid, 'phoneCipher', encode(p.to_phone_cipher, 'hex'), 'unionid', p.to_unionid,
        'data', p.data, 'page', p.page, 'lang', p.lang, 'miniprogramState', p.miniprogram_state,
        'priorityNumber', p.priority, 'onNoGrant', p.on_no_grant, 'onUnconfirmed', p.on_unconfirmed, 'bizId', p.biz_id,
        'metadata', p.metadata, 'ttlSeconds', p.ttl_seconds, 'state', p.state, 'reason', p.reason, 'delivery', p.delivery,
        'cycle', p.cycle, 'attempts', p.attempts, 'grantId', p.grant_id, 'sendAt', p.send_at, 'dueAt', p.due_at,
        'expiresAt', p.expires_at, 'sentAt', p.sent_at, 'confirmedAt', p.confirmed_at, 'createdAt', p.created_at,
        'updatedAt', p.updated_at, 'dedupeKey', p.dedupe_key, 'dedupeUntil', p.dedupe_until, 'replaces', p.replaces,
        'supersededBy', case when p.state = 'cancelled' then p.superseded_by end, 'choices', p.choices,
        'isUrgent', p.is_urgent, 'purpose', p.purpose, 'isHeld', false)
      from pushes p
      left join users u on u.id = p.user_id
      where p.id = c.push_id),
    'url', e.url, 'secretCipher', encode(e.secret_cipher, 'hex'),
    'previousSecretCipher', case when e.previous_secret_until > clock_timestamp()
      then encode(e.previous_secret_cipher, 'hex') end)), '[]')
  from callbacks c
  join webhook_endpoints e on e.id = c.endpoint_id
  where c.id = any (p_callback_ids) and (e.state = 'enabled' or (e.state = 'disabled' and c.type = 'webhook.test'))
$$;
