-- Has WeChat answered 43101 to an attempt of this key begun after p_at? Looks at the user's last 200 pushes: asked about an answer
-- to an ask that is told late, an hour at most.
create or replace function was_refused_lately(p_user_id uuid, p_template_id text, p_at timestamptz) returns boolean
language plpgsql stable
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
begin
  return exists (
    select 1
    from (
      select p.id, p.template_id from pushes p where p.user_id = p_user_id order by p.id desc limit 200
    ) p
    join attempts a on a.push_id = p.id
    where p.template_id = p_template_id and a.errcode = 43101 and a.started_at > p_at);
end
$$;
