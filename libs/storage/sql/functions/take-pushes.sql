-- Writes claims: the push is `sending`, its grant reserved, its user's send slot taken, its attempt there. The caller holds the user
-- rows and has decided that these may be sent: one push a user, p_grant_ids[n] an available grant or null.
-- One that this very attempt holds already is a claim whose answer got lost: nothing is written, and it is answered as it was made.
-- Answers what claim_pushes does of a claimed push, in the order given.
create or replace function take_pushes(
  p_push_ids uuid[],
  p_attempt_ids uuid[],
  p_grant_ids uuid[],
  p_worker_id text,
  p_now timestamptz,
  p_lease_until timestamptz
) returns json
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_answers json;
begin
  with given as materialized (
    select t.*, p.user_id, u.openid, p.state = 'sending' as is_held
    from unnest(p_push_ids, p_attempt_ids, p_grant_ids) with ordinality as t(push_id, attempt_id, grant_id, ord)
    join pushes p on p.id = t.push_id
    left join users u on u.id = p.user_id
  ), reserved as (
    update grants g
    set state = 'reserved', push_id = t.push_id, updated_at = p_now
    from given t
    where not t.is_held and g.id = t.grant_id and not g.is_standing
  ), claimed as (
    update pushes p
    set state = 'sending', reason = null, attempts = p.attempts + 1, attempt_id = t.attempt_id, grant_id = t.grant_id,
      lease_until = p_lease_until, updated_at = p_now
    from given t
    where not t.is_held and p.id = t.push_id
    returning t.ord, t.openid, p.id, p.app_id, p.cycle, p.attempt_id, p.attempts, p.user_id, p.template_id, p.data, p.page, p.lang,
      p.miniprogram_state, p.priority, p.on_no_grant, p.on_unconfirmed, p.grant_id, p.retries, p.token_retries,
      p.earlier_attempts, p.had_unconfirmed, p.operator_verdict, p.expires_at, p.lease_until
  ), attempted as (
    insert into attempts (id, push_id, app_id, user_id, template_id, number, cycle, grant_id, started_at, worker_id)
    select c.attempt_id, c.id, c.app_id, c.user_id, c.template_id, c.attempts, c.cycle, c.grant_id, p_now, p_worker_id
    from claimed c
  ), slotted as (
    update users u
    set busy_push_id = t.push_id, busy_until = p_lease_until
    from given t
    where not t.is_held and u.id = t.user_id
  ), held as (
    select t.ord, t.openid, p.id, p.app_id, p.cycle, p.attempt_id, p.attempts, p.user_id, p.template_id, p.data, p.page, p.lang,
      p.miniprogram_state, p.priority, p.on_no_grant, p.on_unconfirmed, p.grant_id, p.retries, p.token_retries,
      p.earlier_attempts, p.had_unconfirmed, p.operator_verdict, p.expires_at, p.lease_until
    from given t
    join pushes p on p.id = t.push_id
    where t.is_held
  )
  select json_agg(
    json_build_object(
      'kind', 'claimed', 'pushId', p.id, 'appId', p.app_id, 'cycle', p.cycle,
      'attemptId', p.attempt_id, 'attemptNumber', p.attempts, 'userId', p.user_id,
      'openid', p.openid, 'templateId', p.template_id, 'data', p.data, 'page', p.page,
      'lang', p.lang, 'miniprogramState', p.miniprogram_state, 'priority', p.priority,
      'onNoGrant', p.on_no_grant, 'onUnconfirmed', p.on_unconfirmed,
      'hasGrant', p.grant_id is not null, 'retries', p.retries,
      'tokenRetries', p.token_retries, 'earlierAttempts', p.earlier_attempts, 'hadUnconfirmed', p.had_unconfirmed,
      'hasVerdict', p.operator_verdict is not null,
      'expiresAt', p.expires_at, 'leaseUntil', p.lease_until)
    order by p.ord)
  into v_answers
  from (select * from claimed union all select * from held) p;
  return v_answers;
end
$$;
