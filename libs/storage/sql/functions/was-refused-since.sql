-- Has WeChat said to an attempt begun since then, by a 43101, that it holds no grant of this key? What happened before is settled
-- by that. The attempt's own time counts: its answer may be told long after. (One without a grant to void is not found: then what
-- is in doubt stays so.)
create or replace function was_refused_since(p_user_id uuid, p_template_id text, p_at timestamptz) returns boolean
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
begin
  return exists (
    select 1 from grants v
    join attempts a on a.push_id = v.push_id and a.errcode = 43101 and a.started_at > p_at
    where v.user_id = p_user_id and v.template_id = p_template_id and v.void_reason = '43101');
end
$$;
