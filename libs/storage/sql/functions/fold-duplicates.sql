-- Which of these pushes are duplicates, and of which: of the one that holds their dedupe key, or of the first among them. A push
-- whose idempotency key tells it from a new one is none. Their idempotency keys then name the first: the same request again is
-- answered with it however late. The caller holds what accept_pushes locks. p_pushes: as for accept_pushes.
create or replace function fold_duplicates(p_pushes json)
returns table (duplicate_id uuid, first_id uuid)
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
begin
  return query
  with given as materialized (
    select g.ord, g.id, g.caller_id, g.app_id, g.template_id, g.dedupe_key, g.to_phone_hash, g.to_unionid,
      coalesce(g.user_id, find_recipient(g.app_id, decode(g.to_phone_hash, 'hex'), g.to_unionid)) as to_user_id
    from json_to_recordset(p_pushes) as g(ord integer, id uuid, caller_id uuid, app_id text, template_id text, user_id uuid,
      to_phone_hash text, to_unionid text, dedupe_key text, key text)
    left join idempotency_keys k on k.caller_id = g.caller_id and k.key = g.key
    where g.dedupe_key is not null and (g.key is null or k.push_id = g.id)
  ), weighed as materialized (
    select g.id,
      first_value(g.id) over (
        partition by g.caller_id, g.app_id, g.to_user_id, case when g.to_user_id is null then g.to_phone_hash end,
          case when g.to_user_id is null then g.to_unionid end, g.template_id, g.dedupe_key
        order by g.ord) as eldest_id,
      find_dedupe_holder(g.caller_id, g.app_id, g.to_user_id, decode(g.to_phone_hash, 'hex'), g.to_unionid, g.template_id,
        g.dedupe_key) as holder_id
    from given g
  ), folded as materialized (
    select w.id, coalesce(w.holder_id, w.eldest_id) as first_id
    from weighed w
    where w.holder_id is not null or w.eldest_id <> w.id
  ), named as (
    update idempotency_keys k
    set push_id = f.first_id
    from folded f
    where k.push_id = f.id
  )
  select f.id, f.first_id from folded f;
end
$$;
