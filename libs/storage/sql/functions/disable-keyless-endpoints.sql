-- Sweep: an endpoint is told nothing more once its caller has ended. Locks the endpoints (sorted). What they miss is kept as skipped.
-- Answers the endpoints disabled just now, as settle_callbacks does.
create or replace function disable_keyless_endpoints() returns json
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
  v_endpoints uuid[];
  v_disabled json;
begin
  v_endpoints := array(
    select e.id from webhook_endpoints e
    where e.state = 'enabled' and has_caller_ended(e.caller_id));
  if cardinality(v_endpoints) = 0 then
    return '[]';
  end if;
  perform 1 from webhook_endpoints e where e.id = any (v_endpoints) order by e.id for no key update;
  v_now := clock_timestamp();

  with disabled as (
    update webhook_endpoints e
    set state = 'disabled', disabled_at = v_now, updated_at = v_now,
      disabled_reason = jsonb_build_object('code', 'caller-ended', 'message', 'Every API key of its caller has ended.')
    where e.id = any (v_endpoints) and e.state = 'enabled' and has_caller_ended(e.caller_id)
    returning e.id, e.url, e.disabled_reason
  )
  select coalesce(json_agg(json_build_object('id', d.id, 'url', d.url, 'reason', d.disabled_reason)), '[]')
  into v_disabled
  from disabled d;
  return v_disabled;
end
$$;
