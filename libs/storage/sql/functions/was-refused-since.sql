-- Has WeChat said since then, by a 43101, that it holds no grant of this key? What happened before is settled by that.
create or replace function was_refused_since(p_user_id uuid, p_template_id text, p_at timestamptz) returns boolean
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
begin
  return exists (
    select 1 from grants v
    where v.user_id = p_user_id and v.template_id = p_template_id and v.void_reason = '43101' and v.updated_at > p_at);
end
$$;
