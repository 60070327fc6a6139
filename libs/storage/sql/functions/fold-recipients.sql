-- Nobody twice, also of those who became known since the upload: of the recipients that mean the same user one is kept, whoever has a
-- push or else the first line. Looks only for those of p_lines whose user was not known when they were stored: the upload has compared
-- the others. Reads, and locks nothing: the caller holds the audience, and no recipient may be written before the users are locked.
-- p_lines, p_pushes: as for step_audience; `lines` and `pushes` are what is left of them. `repeated`: waiting recipients, of p_lines or
-- of later ones, that are duplicates of `first_lines`.
create or replace function fold_recipients(
  p_audience_id uuid,
  p_lines integer[],
  p_refused_lines integer[],
  p_pushes json,
  out lines integer[],
  out pushes json,
  out repeated integer[],
  out first_lines integer[]
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
  v_unknown integer[];
  v_gone integer[];
begin
  lines := p_lines;
  pushes := p_pushes;
  repeated := '{}';
  first_lines := '{}';
  -- Not waiting any more: a duplicate, without a user as all of them, of one that got its push since this step was prepared.
  select array_agg(r.line) filter (where r.state = 'waiting'), array_agg(r.line) filter (where r.state <> 'waiting')
  into v_unknown, v_gone
  from audience_recipients r
  where r.audience_id = p_audience_id and r.line = any (p_lines) and r.user_id is null;
  if v_unknown is not null then
    with come as materialized (
      select p_lines[g.ord + 1] as line,
        coalesce(g.user_id, find_recipient(g.app_id, decode(g.to_phone_hash, 'hex'), g.to_unionid)) as user_id
      from json_to_recordset(p_pushes) as g(ord integer, app_id text, user_id uuid, to_phone_hash text, to_unionid text)
      where p_lines[g.ord + 1] = any (v_unknown)
    ), meant as materialized (
      select c.user_id, c.line, false as has_push from come c where c.user_id is not null
      union all
      select u.user_id, o.line, o.state = 'accepted'
      from (select distinct c.user_id from come c where c.user_id is not null) u
      cross join lateral (
        select r.line, r.state from audience_recipients r
        where r.user_id = u.user_id and r.audience_id = p_audience_id and r.state in ('waiting', 'accepted')
          and r.line <> all (p_refused_lines)
        offset 0
      ) o
    ), sorted as materialized (
      select m.line, m.has_push,
        first_value(m.line) over (partition by m.user_id order by m.has_push desc, m.line) as first_line
      from meant m
    )
    select coalesce(array_agg(s.line order by s.line), '{}'), coalesce(array_agg(s.first_line order by s.line), '{}')
    into repeated, first_lines
    from sorted s
    where s.line <> s.first_line and not s.has_push;
  end if;
  v_gone := v_gone || repeated;
  if cardinality(v_gone) > 0 then
    select coalesce(array_agg(p_lines[e.n::integer] order by e.n), '{}'), json_agg(e.value order by e.n)
    into lines, pushes
    from json_array_elements(p_pushes) with ordinality as e(value, n)
    where p_lines[e.n::integer] <> all (v_gone);
  end if;
end
$$;
