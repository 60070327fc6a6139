-- Turns pushes with fallbacks that are due now to the first of their templates that has a grant kept for their purpose (ADR 0032) or
-- one to spare, in the order in which they came; one that finds none keeps the template it was asked for. Answers the pushes,
-- template_id and data as chosen. The caller holds what accept_pushes locks. p_pushes: as for accept_pushes, none of them a duplicate.
create or replace function choose_templates(p_pushes json) returns json
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_push record;
  v_choice record;
  v_key text;
  -- How many of these each key, or what is kept there for a purpose, serves already, and what was chosen for whom.
  v_taken jsonb := '{}';
  v_chosen jsonb := '{}';
begin
  for v_push in
    select g.id, g.template_id, g.choices, u.user_id, g.purpose
    from json_to_recordset(p_pushes) as g(ord integer, id uuid, caller_id uuid, app_id text, template_id text, user_id uuid,
      to_phone_hash text, to_unionid text, send_at timestamptz, key text, choices jsonb, purpose text)
    left join idempotency_keys k on k.caller_id = g.caller_id and k.key = g.key
    cross join lateral (
      select coalesce(g.user_id, find_recipient(g.app_id, decode(g.to_phone_hash, 'hex'), g.to_unionid)) as user_id
    ) u
    where (g.key is null or k.push_id = g.id) and place_at_door(u.user_id is not null, g.send_at, v_now) = 'now'
    order by g.ord
  loop
    select c.value, t.key, o.own_key, o.is_own into v_choice
    from jsonb_array_elements(coalesce(v_push.choices, jsonb_build_array(jsonb_build_object('templateId', v_push.template_id))))
      with ordinality as c(value, turn)
    cross join lateral (select v_push.user_id || ' ' || (c.value ->> 'templateId') as key) t
    cross join lateral (
      select w.own_key, v_push.purpose is not null and (
        select count(*) from grants g
        where g.user_id = v_push.user_id and g.template_id = c.value ->> 'templateId' and g.purpose = v_push.purpose
          and g.purpose is not null and g.state in ('available', 'kept') and has_state(g.state, 'kept'))
          > coalesce((v_taken ->> w.own_key)::bigint, 0) as is_own
      from (select t.key || ' for ' || v_push.purpose as own_key) w
    ) o
    where o.is_own
      or count_free_grants(v_push.user_id, c.value ->> 'templateId') > coalesce((v_taken ->> t.key)::bigint, 0)
    order by c.turn
    limit 1;
    if v_choice.value is not null and v_push.choices is not null then
      v_chosen := v_chosen || jsonb_build_object(v_push.id::text,
        jsonb_build_object('template_id', v_choice.value -> 'templateId', 'data', v_choice.value -> 'data'));
    end if;
    v_key := case when v_choice.is_own then v_choice.own_key
      else coalesce(v_choice.key, v_push.user_id || ' ' || v_push.template_id) end;
    v_taken := v_taken || jsonb_build_object(v_key, coalesce((v_taken ->> v_key)::bigint, 0) + 1);
  end loop;
  return (
    select json_agg(case when v_chosen ? (e.value ->> 'id')
      then (e.value::jsonb || (v_chosen -> (e.value ->> 'id')))::json else e.value end order by e.n)
    from json_array_elements(p_pushes) with ordinality as e(value, n));
end
$$;
