-- Does something that WeChat told of this user still wait to be processed, or could it not be? Then silence proves nothing, and the ledger may
-- lack a grant.
create or replace function has_unread_events(p_app_id text, p_openid text) returns boolean
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
begin
  return exists (
    select 1 from events e
    where e.app_id = p_app_id and e.openid = p_openid
      and (e.processed_at is null or e.problem is not null));
end
$$;
