-- Stores a stretch of an upload's lines, in their order. Of lines that mean the same recipient the first is kept, the others are
-- told as its duplicates. False: another upload to the audience began, or it is not open any more; nothing is stored then.
-- p_rows: array of {line, state, user_id, to_key, openid, unionid, phone_hash (hex), phone_cipher (hex), variables, problems}; the lines
-- behind those stored before.
create or replace function add_recipients(p_audience_id uuid, p_upload_id uuid, p_rows json) returns boolean
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
begin
  perform 1 from audiences a
  where a.id = p_audience_id and a.state = 'open' and a.upload_id = p_upload_id
  for no key update;
  if not found then
    return false;
  end if;
  with given as materialized (
    select g.*, coalesce('user:' || g.user_id, g.to_key) as who
    from json_to_recordset(p_rows) as g(
      line integer, state text, user_id uuid, to_key text, openid text, unionid text, phone_hash text,
      phone_cipher text, variables jsonb, problems jsonb)
  ), known as materialized (
    select g.*,
      coalesce(
        (select r.line from audience_recipients r
         where r.user_id = g.user_id and r.audience_id = p_audience_id and r.state = 'waiting'),
        (select r.line from audience_recipients r
         where r.to_key = g.to_key and r.audience_id = p_audience_id and r.state = 'waiting'),
        case when g.state = 'waiting' then nullif(min(g.line) over (partition by g.state, g.who), g.line) end) as first_line
    from given g
  )
  insert into audience_recipients
    (audience_id, line, state, user_id, to_key, openid, unionid, phone_hash, phone_cipher, variables, first_line, problems)
  select p_audience_id, k.line, case when k.first_line is null then k.state else 'duplicate' end,
    case when k.first_line is null then k.user_id end, case when k.first_line is null then k.to_key end,
    case when k.first_line is null then k.openid end, case when k.first_line is null then k.unionid end,
    case when k.first_line is null then decode(k.phone_hash, 'hex') end,
    case when k.first_line is null then decode(k.phone_cipher, 'hex') end,
    case when k.first_line is null then k.variables end, k.first_line, k.problems
  from known k
  order by k.line;
  return true;
end
$$;
