-- Stores new pushes, each once by its idempotency key, and decides at the door what each becomes (design 5):
-- scheduled, queued, parked, or refused for want of a grant. One transaction. Lock order: idempotency keys (sorted),
-- addresses nobody has logged in with yet, users.
-- p_pushes: array of {ord, id, app_id, template_id, caller_id, user_id, to_phone_hash, to_phone_cipher (hex), to_unionid,
-- data, page, lang, miniprogram_state, priority, on_no_grant, on_unconfirmed, biz_id, metadata, ttl_seconds, send_at,
-- expires_at, key, fingerprint (hex)}, keys different from each other; and of what accept_pushes_on_terms looks at:
-- {dedupe_key, dedupe_seconds, replaces, choices}; and
-- is_urgent and purpose.
create or replace function accept_pushes(p_pushes json) returns json
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  -- Parsed once: reading it as text again for each look was a good part of the cost.
  v_pushes jsonb := p_pushes;
  v_now timestamptz;
  v_ids uuid[];
  v_callers uuid[];
  v_keys text[];
  v_fingerprints text[];
  v_users uuid[];
  v_locked uuid[];
  v_results json;
  v_due json;
  v_refused uuid[];
  v_parked uuid[];
begin
  select array_agg(g.id), array_agg(g.caller_id), array_agg(g.key), array_agg(g.fingerprint), array_agg(g.user_id)
  into v_ids, v_callers, v_keys, v_fingerprints, v_users
  from jsonb_to_recordset(v_pushes) as g(id uuid, caller_id uuid, key text, fingerprint text, user_id uuid);

  insert into idempotency_keys (caller_id, key, fingerprint, push_id)
  select g.caller_id, g.key, decode(g.fingerprint, 'hex'), g.id
  from unnest(v_ids, v_callers, v_keys, v_fingerprints) as g(id, caller_id, key, fingerprint)
  where g.key is not null
  order by g.caller_id, g.key
  on conflict do nothing;

  if array_position(v_users, null) is not null then
    perform lock_addresses(array(
      select address_key(g.app_id, decode(g.to_phone_hash, 'hex'), g.to_unionid)
      from jsonb_to_recordset(v_pushes)
        as g(app_id text, user_id uuid, to_phone_hash text, to_unionid text)
      where g.user_id is null));
    v_users := v_users || array(
      select find_recipient(g.app_id, decode(g.to_phone_hash, 'hex'), g.to_unionid)
      from jsonb_to_recordset(v_pushes)
        as g(app_id text, user_id uuid, to_phone_hash text, to_unionid text)
      where g.user_id is null);
  end if;

  v_locked := array(
    select u.id from users u where u.id = any (v_users) order by u.id for no key update);

  v_now := clock_timestamp();

  with given as materialized (
    select g.*,
      coalesce(g.user_id, find_recipient(g.app_id, decode(g.to_phone_hash, 'hex'), g.to_unionid)) as to_user_id,
      k.push_id as first_push_id,
      case
        when g.key is null or k.push_id = g.id then 'new'
        when k.fingerprint = decode(g.fingerprint, 'hex') and k.push_id is not null then 'replayed'
        else 'key-reused'
      end as kind
    from jsonb_to_recordset(v_pushes) as g(
      ord integer, id uuid, app_id text, template_id text, caller_id uuid, user_id uuid, to_phone_hash text,
      to_phone_cipher text, to_unionid text, data jsonb, page text, lang text, miniprogram_state text,
      priority smallint, on_no_grant text, on_unconfirmed text, biz_id text, metadata jsonb,
      ttl_seconds integer, send_at timestamptz, expires_at timestamptz, key text, fingerprint text,
      dedupe_key text, dedupe_seconds integer, replaces text, choices jsonb, is_urgent boolean,
      purpose text)
    left join idempotency_keys k on k.caller_id = g.caller_id and k.key = g.key
  ), placed as materialized (
    select g.*,
      case
        when g.kind <> 'new' then 'none'
        -- Erased since the caller looked: nothing about the person is stored.
        when g.user_id is not null and g.user_id <> all (v_locked) then 'erased'
        else place_at_door(g.to_user_id is not null, g.send_at, v_now)
      end as place
    from given g
  ), turned as materialized (
    -- The n-th push of a key that is due now is sent when at least n grants exceed the open demand.
    select p.*, row_number() over (partition by p.place, p.to_user_id, p.template_id order by p.ord) as turn
    from placed p
  ), weighed as materialized (
    -- Counted once for each key; written out, since a call of count_free_grants, which says the same, costs as much as the insert.
    select t.*, max(case when t.place = 'now' and t.turn = 1
        then (
          select case
            when coalesce(bool_or(f.is_standing), false) then 2147483647
            else count(*) - (
              select count(*) from pushes o
              where o.user_id = t.to_user_id and o.template_id = t.template_id and o.state || '' in ('queued', 'retrying'))
          end
          from grants f
          where f.user_id = t.to_user_id and f.template_id = t.template_id and f.state || '' = 'available') end)
      over (partition by t.place, t.to_user_id, t.template_id) as free
    from turned t
  ), decided as materialized (
    select w.*, state_at_door(w.place, w.on_no_grant, w.free, w.turn) as state
    from weighed w
  ), ruled as materialized (
    select d.*,
      case
        when d.state = 'parked' and d.to_user_id is null then jsonb_build_object('code', 'recipient-unknown',
          'message', 'Nobody has logged in with this phone or unionid yet.')
        when d.state = 'parked' then jsonb_build_object('code', 'no-grant',
          'message', 'No grant is left for this user and template.')
      end as reason
    from decided d
  ), stored as (
    insert into pushes
      (id, app_id, template_id, caller_id, user_id, to_phone_hash, to_phone_cipher, to_unionid, data, page,
       lang, miniprogram_state, priority, on_no_grant, on_unconfirmed, biz_id, metadata, ttl_seconds, state,
       reason, due_at, send_at, expires_at, parked_at, created_at, updated_at, dedupe_key, dedupe_until, replaces,
       choices, is_urgent, purpose)
    select r.id, r.app_id, r.template_id, r.caller_id, r.to_user_id, decode(r.to_phone_hash, 'hex'),
      decode(r.to_phone_cipher, 'hex'), r.to_unionid, r.data, r.page, r.lang, r.miniprogram_state,
      r.priority, r.on_no_grant, r.on_unconfirmed, r.biz_id, r.metadata, r.ttl_seconds, r.state, r.reason,
      greatest(v_now, r.send_at), r.send_at, r.expires_at,
      case when r.state = 'parked' then v_now end, v_now, v_now,
      r.dedupe_key, v_now + r.dedupe_seconds * interval '1 second', r.replaces, r.choices,
      coalesce(r.is_urgent, false), r.purpose
    from ruled r
    where r.kind = 'new' and r.state <> 'refused'
  )
  select
    json_agg(case
      when r.kind = 'new' and r.place = 'erased' then json_build_object('kind', 'recipient-unknown')
      when r.kind = 'new' and r.state = 'refused' then json_build_object('kind', 'no-grant')
      when r.kind = 'new' then
        json_build_object('kind', 'created', 'pushId', r.id, 'state', r.state, 'cycle', 0, 'reason', r.reason,
          'createdAt', v_now)
      else json_build_object('kind', r.kind, 'pushId', r.first_push_id)
    end order by r.ord),
    json_agg(json_build_object('appId', r.app_id, 'pushId', r.id, 'cycle', 0, 'priority', r.priority,
      'delayMs', 0) order by r.ord) filter (where r.state = 'queued'),
    array_agg(r.id) filter (where r.state = 'refused' and r.key is not null),
    array_agg(r.id order by r.ord) filter (where r.kind = 'new' and r.state = 'parked')
  into v_results, v_due, v_refused, v_parked
  from ruled r;

  if v_refused is not null then
    delete from idempotency_keys k where k.push_id = any (v_refused);
  end if;
  if v_parked is not null then
    perform note_push_callbacks(v_parked, array_fill('push.parked'::text, array[cardinality(v_parked)]));
  end if;
  return json_build_object('results', coalesce(v_results, '[]'), 'due', coalesce(v_due, '[]'));
end
$$;
