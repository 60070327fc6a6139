-- Makes grants that are kept for a purpose (ADR 0032) available for those of these pushes that are due now, first come, first served,
-- and puts the pushes that got one before the others: accept gives what is available in that order, so that none of another purpose
-- or of none takes it from them. Answers the pushes, `ord` as their places are now. The caller holds what accept_pushes locks.
-- p_pushes: as for accept_pushes, none of them a duplicate, their templates chosen.
create or replace function put_kept_first(p_pushes json) returns json
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
  v_ords integer[];
  v_users uuid[];
  v_templates text[];
  v_purposes text[];
  v_served integer[];
begin
  select array_agg(f.ord), array_agg(f.user_id), array_agg(f.template_id), array_agg(f.purpose)
  into v_ords, v_users, v_templates, v_purposes
  from (
    select g.ord, u.user_id, g.template_id, g.purpose
    from json_to_recordset(p_pushes) as g(ord integer, id uuid, caller_id uuid, app_id text, template_id text, user_id uuid,
      to_phone_hash text, to_unionid text, send_at timestamptz, key text, purpose text)
    left join idempotency_keys k on k.caller_id = g.caller_id and k.key = g.key
    cross join lateral (
      select coalesce(g.user_id, find_recipient(g.app_id, decode(g.to_phone_hash, 'hex'), g.to_unionid)) as user_id
    ) u
    where g.purpose is not null and (g.key is null or k.push_id = g.id)
      and place_at_door(u.user_id is not null, g.send_at, v_now) = 'now'
    order by g.ord
  ) f;
  v_served := array(select v_ords[n] from unnest(free_earmarked(v_users, v_templates, v_purposes)) n);
  if cardinality(v_served) = 0 then
    return p_pushes;
  end if;
  return (
    select json_agg((t.value::jsonb || jsonb_build_object('ord', t.place))::json order by t.place)
    from (
      select e.value, row_number() over (order by (o.ord = any (v_served)) desc, o.ord) as place
      from json_array_elements(p_pushes) e
      cross join lateral (select (e.value ->> 'ord')::integer as ord) o
    ) t);
end
$$;
