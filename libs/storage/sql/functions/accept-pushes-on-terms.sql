-- accept_pushes for a batch in which a push has terms: duplicates are folded into the first of their dedupe key, what waits under the
-- key of a newer push is superseded before its grant is counted (ADR 0021), pushes with fallbacks turn to the template that has a
-- grant (ADR 0023), grants kept for a purpose are there for pushes of it (ADR 0032), and the rest is accepted.
-- Answers as accept_pushes does, with `duplicate` and the id of the first. Same p_pushes, same locks, one transaction.
create or replace function accept_pushes_on_terms(p_pushes json) returns json
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_duplicates uuid[];
  v_firsts uuid[];
  v_rest json;
  v_asked json;
  v_heirs uuid[];
  v_freed record;
  v_freed_users uuid[] := '{}';
  v_freed_templates text[] := '{}';
  v_answer json := json_build_object('results', '[]'::json, 'due', '[]'::json);
  v_results json;
  v_unstored uuid[];
  v_turning uuid[];
  v_due json;
  v_users uuid[];
  v_templates text[];
begin
  perform lock_for_accept(p_pushes);

  select coalesce(array_agg(f.duplicate_id), '{}'), coalesce(array_agg(f.first_id), '{}')
  into v_duplicates, v_firsts
  from fold_duplicates(p_pushes) f;

  select json_agg(e.value order by (e.value ->> 'ord')::integer) into v_rest
  from json_array_elements(p_pushes) e
  where (e.value ->> 'id')::uuid <> all (v_duplicates);

  -- Those that are new: a request told again supersedes nothing.
  v_heirs := array(
    select g.id
    from json_to_recordset(v_rest) as g(ord integer, id uuid, caller_id uuid, key text, replaces text)
    left join idempotency_keys k on k.caller_id = g.caller_id and k.key = g.key
    where g.replaces is not null and (g.key is null or k.push_id = g.id)
    order by g.ord);
  if cardinality(v_heirs) > 0 then
    select s.freed_users, s.freed_templates into v_freed from supersede_pushes(v_rest, v_heirs) s;
    v_freed_users := v_freed_users || v_freed.freed_users;
    v_freed_templates := v_freed_templates || v_freed.freed_templates;
    -- What they were to take is kept for others of their purpose, not free for whoever comes now.
    perform sort_earmarked(v_freed_users, v_freed_templates);
  end if;

  if exists (select 1 from json_to_recordset(v_rest) as g(choices jsonb) where g.choices is not null) then
    v_rest := choose_templates(v_rest);
  end if;
  v_asked := v_rest;
  if exists (select 1 from json_to_recordset(v_rest) as g(purpose text) where g.purpose is not null) then
    v_asked := put_kept_first(v_rest);
    select array_agg(u.user_id), array_agg(g.template_id) into v_users, v_templates
    from json_to_recordset(v_rest) as g(app_id text, template_id text, user_id uuid, to_phone_hash text, to_unionid text,
      purpose text)
    cross join lateral (
      select coalesce(g.user_id, find_recipient(g.app_id, decode(g.to_phone_hash, 'hex'), g.to_unionid)) as user_id
    ) u
    where g.purpose is not null and u.user_id is not null;
  end if;
  if v_rest is not null then
    v_answer := accept_pushes(v_asked);
  end if;
  v_due := v_answer -> 'due';
  if v_users is not null then
    perform sort_earmarked(v_users, v_templates);
    v_freed_users := v_freed_users || v_users;
    v_freed_templates := v_freed_templates || v_templates;
  end if;
  -- Its grant went to one whose time came between the choice and the accept.
  v_turning := array(
    select g.id
    from json_to_recordset(v_rest) as g(id uuid, choices jsonb)
    cross join lateral (select o.state, o.user_id from pushes o where o.id = g.id offset 0) p
    where g.choices is not null and p.state = 'parked' and p.user_id is not null);
  if cardinality(v_turning) > 0 then
    v_due := concat_json_arrays(v_due, turn_parked_pushes(v_turning, 'caller'));
  end if;

  if cardinality(v_heirs) > 1 then
    -- Some of them are of one key, perhaps: those before the last were accepted, and make way.
    select s.freed_users, s.freed_templates into v_freed from supersede_pushes(v_rest, v_heirs) s;
    v_freed_users := v_freed_users || v_freed.freed_users;
    v_freed_templates := v_freed_templates || v_freed.freed_templates;
  end if;

  with answered as materialized (
    select a.id, r.value
    from (
      select (e.value ->> 'id')::uuid as id, e.n from json_array_elements(v_asked) with ordinality as e(value, n)
    ) a
    join json_array_elements(v_answer -> 'results') with ordinality as r(value, n) on r.n = a.n
  ), told as materialized (
    select g.ord, f.first_id,
      case
        when f.first_id is null then a.value
        when a.id is null or a.value ->> 'kind' = 'created' then
          json_build_object('kind', 'duplicate', 'pushId', f.first_id)
        -- What was refused to the first is refused to its duplicates.
        else a.value
      end as value
    from json_to_recordset(p_pushes) as g(ord integer, id uuid)
    left join unnest(v_duplicates, v_firsts) as f(duplicate_id, first_id) on f.duplicate_id = g.id
    left join answered a on a.id = coalesce(f.first_id, g.id)
  )
  select json_agg(t.value order by t.ord),
    array_agg(t.first_id) filter (where t.first_id is not null and t.value ->> 'kind' = 'duplicate'),
    array_agg(distinct t.first_id) filter (where t.first_id is not null and t.value ->> 'kind' <> 'duplicate')
  into v_results, v_firsts, v_unstored
  from told t;
  if v_unstored is not null then
    delete from idempotency_keys k where k.push_id = any (v_unstored);
  end if;
  if v_firsts is not null then
    perform note_duplicates(v_firsts);
  end if;
  if cardinality(v_freed_users) > 0 then
    v_due := concat_json_arrays(v_due, release_parked_pushes(v_freed_users, v_freed_templates, 'caller'));
  end if;
  return json_build_object('results', v_results, 'due', v_due);
end
$$;
