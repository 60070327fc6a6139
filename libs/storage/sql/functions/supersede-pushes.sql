-- Pushes that wait under the key (`replaces`) of one of these end cancelled, superseded by it: those of the same caller and
-- recipient, whatever their template, that are not on their way; those that are, are marked, and end so should they come back to
-- wait (settle_fenced, judge_unconfirmed). Of several under one key the last in order is the heir.
-- The caller holds the users' rows, or the addresses, and releases parked pushes of the freed keys afterwards.
-- p_pushes: as for accept_pushes; p_heirs: which of them.
create or replace function supersede_pushes(
  p_pushes json,
  p_heirs uuid[],
  out freed_users uuid[],
  out freed_templates text[]
)
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_ids uuid[];
begin
  with newer as materialized (
    select g.ord, g.id, g.caller_id, g.app_id, g.replaces, decode(g.to_phone_hash, 'hex') as phone_hash, g.to_unionid,
      coalesce(g.user_id, find_recipient(g.app_id, decode(g.to_phone_hash, 'hex'), g.to_unionid)) as to_user_id
    from json_to_recordset(p_pushes) as g(ord integer, id uuid, caller_id uuid, app_id text, user_id uuid, to_phone_hash text,
      to_unionid text, replaces text)
    where g.id = any (p_heirs)
  ), heirs as materialized (
    select distinct on (n.caller_id, n.app_id, n.replaces, n.to_user_id, a.phone_hash, a.unionid) n.*
    from newer n
    cross join lateral (
      select case when n.to_user_id is null then n.phone_hash end as phone_hash,
        case when n.to_user_id is null then n.to_unionid end as unionid
    ) a
    order by n.caller_id, n.app_id, n.replaces, n.to_user_id, a.phone_hash, a.unionid, n.ord desc
  ), waiting as materialized (
    select p.*, h.id as heir_id
    from heirs h
    cross join lateral (
      -- In the words of its index; which of them wait is looked at after.
      select o.* from pushes o
      where o.user_id = h.to_user_id and o.replaces = h.replaces
        and o.state in ('scheduled', 'parked', 'queued', 'retrying', 'sending', 'unconfirmed')
      offset 0
    ) p
    where p.state in ('scheduled', 'parked', 'queued', 'retrying') and p.caller_id = h.caller_id and p.id <> h.id
    union all
    select p.*, h.id
    from heirs h
    cross join lateral (
      select o.* from pushes o where o.app_id = h.app_id and o.to_phone_hash = h.phone_hash and o.user_id is null offset 0
    ) p
    where h.to_user_id is null and p.replaces = h.replaces and p.state = 'parked' and p.caller_id = h.caller_id and p.id <> h.id
    union all
    select p.*, h.id
    from heirs h
    cross join lateral (
      select o.* from pushes o where o.app_id = h.app_id and o.to_unionid = h.to_unionid and o.user_id is null offset 0
    ) p
    where h.to_user_id is null and h.phone_hash is null and p.replaces = h.replaces and p.state = 'parked' and p.caller_id = h.caller_id and p.id <> h.id
  ), ruled as materialized (
    select w.id, w.user_id, w.template_id, w.state, w.heir_id,
      superseded_reason(w.heir_id, w.had_unconfirmed and has_silent_attempt(w.id)) as reason
    from waiting w
  ), moved as (
    update pushes p
    set state = 'cancelled', superseded_by = r.heir_id, reason = r.reason, ended_at = v_now, updated_at = v_now
    from ruled r
    -- One that nobody has logged in for is not held by a user's row: it may just have ended.
    where p.id = r.id and p.state = r.state and p.user_id is not distinct from r.user_id
    returning p.id, p.user_id, p.template_id, r.state as was, p.reason
  ), marked as (
    update pushes p
    set superseded_by = h.id
    from heirs h
    cross join lateral (
      select o.id, o.caller_id from pushes o
      where o.user_id = h.to_user_id and o.replaces = h.replaces
        and o.state in ('scheduled', 'parked', 'queued', 'retrying', 'sending', 'unconfirmed')
      offset 0
    ) o
    where p.id = o.id and o.caller_id = h.caller_id and p.id <> h.id and has_state(p.state, 'sending', 'unconfirmed')
  ), told as (
    insert into push_transitions (id, push_id, at, from_state, to_state, reason, actor)
    select new_uuid_v7(), m.id, v_now, m.was, 'cancelled', m.reason, 'caller' from moved m
  )
  select array_agg(m.id), array_agg(m.user_id) filter (where m.was in ('queued', 'retrying')),
    array_agg(m.template_id) filter (where m.was in ('queued', 'retrying'))
  into v_ids, freed_users, freed_templates
  from moved m;
  if v_ids is not null then
    perform note_push_callbacks(v_ids, array_fill('push.cancelled'::text, array[cardinality(v_ids)]));
  end if;
end
$$;
