-- Writes the callbacks of something that happened to an app and to no push (grant.received, app.paused), in the same transaction: one
-- for each endpoint that wants the type and whose caller may know of the app.
create or replace function note_app_callbacks(p_app_id text, p_type text, p_snapshot jsonb) returns void
language plpgsql volatile
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_now timestamptz := clock_timestamp();
begin
  insert into callbacks (id, endpoint_id, app_id, type, at, snapshot, state, next_at, ended_at)
  select new_uuid_v7(), e.id, p_app_id, p_type, v_now, p_snapshot,
    case e.state when 'enabled' then 'waiting' else 'skipped' end, v_now,
    case e.state when 'enabled' then null else v_now end
  from webhook_endpoints e
  where e.state <> 'deleted' and p_type = any (e.events) and (e.app_ids is null or p_app_id = any (e.app_ids));
end
$$;
