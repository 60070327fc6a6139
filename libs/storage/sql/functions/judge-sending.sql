-- What an app's sending rules say of a push that could be sent at p_at (ADR 0031): null when nothing, else {code, until, isDropped,
-- spreadSeconds, message}. A template's own quiet hours stand in the place of the app's (null: it has none); the caps of both hold.
-- What drops comes before what holds; of what holds, that which holds longest.
create or replace function judge_sending(
  p_rules jsonb,
  p_template_id text,
  p_user_id uuid,
  p_push_id uuid,
  p_at timestamptz
) returns jsonb
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_own jsonb := (
    select t.value from jsonb_array_elements(p_rules -> 'templates') as t(value)
    where t.value ->> 'templateId' = p_template_id);
  v_quiet jsonb := case when v_own ? 'quietHours' then v_own -> 'quietHours' else p_rules -> 'quietHours' end;
begin
  return (
    with hits as (
      select 'quiet-hours' as code, q.until, q.hours ->> 'then' = 'drop' as is_dropped,
        coalesce((q.hours ->> 'spreadSeconds')::integer, 300) as spread,
        format('Quiet hours, %s to %s in %s', q.hours ->> 'from', q.hours ->> 'to', q.hours ->> 'timeZone') as what
      from (select v_quiet as hours, quiet_until(v_quiet, p_at) as until where jsonb_typeof(v_quiet) = 'object') q
      union all
      select 'frequency-cap', capped_until(c.cap, p_user_id, c.template_id, p_push_id, p_at), c.cap ->> 'then' = 'drop', 0,
        format('The user has had %s of %s in %s seconds', c.cap ->> 'most',
          case when c.template_id is null then 'the app''s messages' else 'this template''s messages' end, c.cap ->> 'perSeconds')
      from (
        select a.value as cap, null as template_id from jsonb_array_elements(p_rules -> 'caps') as a(value)
        union all
        select t.value, p_template_id from jsonb_array_elements(v_own -> 'caps') as t(value)
      ) c
    )
    select jsonb_build_object('code', h.code, 'until', h.until, 'isDropped', h.is_dropped, 'spreadSeconds', h.spread,
      'message', h.what || case when h.is_dropped then ': it is not sent.' else ': it is held until '
        || to_char(h.until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || '.' end)
    from hits h
    where h.until is not null
    order by h.is_dropped desc, h.until desc
    limit 1);
end
$$;
