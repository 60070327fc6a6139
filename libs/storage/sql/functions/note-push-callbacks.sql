-- Writes the callbacks of pushes that have just changed, in the transaction that changed them: one row for each endpoint that wants
-- the type and whose caller made the push. p_types[n] is what happened to p_push_ids[n], in the order it happened. Of one push the
-- sequence grows with every callback; the caller holds its user row (or, where nobody is known yet, the push's).
-- Without endpoints it costs one look at an empty index. What a disabled endpoint misses is written down as skipped: it can be recovered.
create or replace function note_push_callbacks(p_push_ids uuid[], p_types text[]) returns void
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
set jit = off
as $$
declare
  v_now timestamptz := clock_timestamp();
begin
  if p_push_ids is null or not exists (select 1 from webhook_endpoints e where e.state <> 'deleted') then
    return;
  end if;

  with told as materialized (
    select t.push_id, t.type, row_number() over (partition by t.push_id order by t.ord) as turn
    from unnest(p_push_ids, p_types) with ordinality as t(push_id, type, ord)
  )
  insert into callbacks (id, endpoint_id, push_id, app_id, type, sequence, at, snapshot, state, next_at, ended_at)
  select new_uuid_v7(), e.id, p.id, p.app_id, t.type, s.last + t.turn, v_now,
    jsonb_build_object('state', p.state, 'reason', p.reason, 'delivery', p.delivery, 'attempts', p.attempts, 'cycle', p.cycle,
      'expiresAt', p.expires_at, 'sentAt', p.sent_at, 'confirmedAt', p.confirmed_at, 'updatedAt', p.updated_at,
      'lastAttempt', a.last),
    case e.state when 'enabled' then 'waiting' else 'skipped' end, v_now,
    case e.state when 'enabled' then null else v_now end
  from told t
  join pushes p on p.id = t.push_id
  join webhook_endpoints e on e.caller_id = p.caller_id and e.state <> 'deleted' and t.type = any (e.events)
    and (e.app_ids is null or p.app_id = any (e.app_ids))
  cross join lateral (
    select coalesce((select c.sequence from callbacks c where c.push_id = p.id order by c.sequence desc limit 1), 0) as last
  ) s
  left join lateral (
    select jsonb_build_object('errcode', o.errcode, 'rid', o.rid, 'msgid', o.msgid,
      'at', coalesce(o.finished_at, o.started_at)) as last
    from attempts o where o.push_id = p.id
    order by o.number desc
    limit 1
  ) a on true
  order by t.push_id, t.turn, e.id;
end
$$;
