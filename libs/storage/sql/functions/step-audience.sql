-- A step of a running audience, in one transaction: the pushes it makes, what becomes of their recipients, its progress and its place.
-- A push is accepted as any other (accept_pushes, or accept_pushes_on_terms), and its recipient is `accepted` in the same commit:
-- a crash doubles nothing and loses nothing. The place is the fence: of two workers at once, only one goes on from it.
-- Of recipients that mean the same user, as those may who logged in since the upload, one gets a push; the others are its duplicates.
-- p_pushes: as for accept_pushes, in the order of p_lines; null: none. p_refused_lines and p_refused: recipients who get nothing, and why.
-- The rate is kept by `paced_until`, which each push moves on by its share of a second; two seconds at most are made up.
-- Locks the audience before the users; nothing that holds a user row asks for an audience.
create or replace function step_audience(
  p_audience_id uuid,
  p_after integer,
  p_through integer,
  p_is_done boolean,
  p_is_on_terms boolean,
  p_lines integer[],
  p_pushes json,
  p_refused_lines integer[],
  p_refused jsonb
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
  v_now timestamptz;
  v_audience audiences;
  v_from timestamptz;
  v_answer json := json_build_object('results', '[]'::json, 'due', '[]'::json);
  v_fold record;
  v_counts record;
  v_repeated integer := 0;
begin
  select * into v_audience from audiences a where a.id = p_audience_id for no key update;
  if v_audience.state is distinct from 'running' or v_audience.cursor_line is distinct from p_after then
    return json_build_object('kind', 'stale');
  end if;
  v_now := clock_timestamp();
  v_from := greatest(v_audience.paced_until, v_now - interval '2 seconds');
  if cardinality(p_lines) > extract(epoch from v_now - v_from) * v_audience.rate_per_second + 1 then
    return json_build_object('kind', 'stale');
  end if;

  select * into v_fold from fold_recipients(p_audience_id, p_lines, p_refused_lines, p_pushes);
  if v_fold.pushes is not null then
    v_answer := case when p_is_on_terms then accept_pushes_on_terms(v_fold.pushes) else accept_pushes(v_fold.pushes) end;
  end if;
  with answered as materialized (
    select v_fold.lines[r.n::integer] as line, r.value ->> 'kind' as kind, (r.value ->> 'pushId')::uuid as push_id, r.value ->> 'state' as state
    from json_array_elements(v_answer -> 'results') with ordinality as r(value, n)
  ), moved as (
    update audience_recipients r
    set state = case when a.kind = 'created' then 'accepted' else 'refused' end,
      push_id = a.push_id,
      user_id = coalesce(r.user_id, (select p.user_id from pushes p where p.id = a.push_id)),
      variables = null, openid = null, unionid = null, phone_hash = null, phone_cipher = null, to_key = null,
      problems = case a.kind
        when 'created' then null
        when 'duplicate' then jsonb_build_array(jsonb_build_object('pointer', '/dedupeKey', 'rule', 'duplicate',
          'message', 'another push holds the dedupe key'))
        when 'no-grant' then jsonb_build_array(jsonb_build_object('pointer', '/to', 'rule', 'grant',
          'message', 'has no grant to spare'))
        else jsonb_build_array(jsonb_build_object('pointer', '/to', 'rule', 'known-recipient', 'message', 'was erased'))
      end
    from answered a
    where r.audience_id = p_audience_id and r.line = a.line
  )
  select count(*) filter (where a.kind = 'created') as accepted,
    count(*) filter (where a.kind = 'created' and a.state = 'parked') as parked,
    count(*) filter (where a.kind <> 'created') + cardinality(p_refused_lines) as refused
  into v_counts
  from answered a;
  update audience_recipients r
  set state = 'refused', problems = g.problems, variables = null, openid = null, unionid = null, phone_hash = null,
    phone_cipher = null, to_key = null
  from (
    select p_refused_lines[e.n::integer] as line, e.value as problems
    from jsonb_array_elements(p_refused) with ordinality as e(value, n)
  ) g
  where r.audience_id = p_audience_id and r.line = g.line;

  if cardinality(v_fold.repeated) > 0 then
    update audience_recipients r
    set state = 'duplicate', first_line = g.first_line, user_id = null, variables = null, openid = null, unionid = null,
      phone_hash = null, phone_cipher = null, to_key = null
    from unnest(v_fold.repeated, v_fold.first_lines) as g(line, first_line)
    where r.audience_id = p_audience_id and r.line = g.line and r.state = 'waiting';
    get diagnostics v_repeated = row_count;
  end if;

  update audiences a
  set total = a.total - v_repeated, duplicates = a.duplicates + v_repeated,
    accepted = a.accepted + v_counts.accepted, parked = a.parked + v_counts.parked,
    refused = a.refused + v_counts.refused, cursor_line = p_through, held_for = null,
    paced_until = v_from + v_counts.accepted * interval '1 second' / a.rate_per_second,
    state = case when p_is_done then 'done' else a.state end,
    finished_at = case when p_is_done then v_now end, updated_at = v_now
  where a.id = p_audience_id;
  return json_build_object('kind', 'stepped', 'due', v_answer -> 'due', 'accepted', v_counts.accepted,
    'parked', v_counts.parked, 'refused', v_counts.refused);
end
$$;
