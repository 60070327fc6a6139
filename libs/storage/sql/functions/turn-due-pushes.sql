-- Scheduled pushes with fallbacks whose time has come choose their template anew: what one had turned to before its app's rules held it
-- need not be the first of its choice that has a grant by now (ADR 0023). One that finds none has the template that was asked for.
-- What is due for the same users beside them is served in its turn. Of one whose earlier attempt may have been delivered the
-- template stays. The caller holds the user rows, and makes these pushes due. Answers those whose template is another than before.
create or replace function turn_due_pushes(p_push_ids uuid[]) returns uuid[]
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
  v_pushes json;
  v_turned uuid[];
begin
  if not exists (
    select 1
    -- By id alone, as in queue_due_pushes.
    from (select p.state, p.choices from pushes p where p.id = any (p_push_ids) offset 0) f
    where f.choices is not null and f.state = 'scheduled') then
    return '{}';
  end if;
  with found as materialized (
    select p.* from pushes p where p.id = any (p_push_ids)
  ), due as materialized (
    select f.* from found f
    where f.state = 'scheduled' and f.due_at <= v_now and f.expires_at > v_now and not f.had_unconfirmed
  )
  select json_agg(json_build_object('ord', d.turn, 'id', d.id, 'caller_id', d.caller_id, 'app_id', d.app_id, 'user_id', d.user_id,
    'template_id', coalesce(d.choices -> 0 -> 'templateId', to_jsonb(d.template_id)),
    'data', coalesce(d.choices -> 0 -> 'data', d.data), 'choices', d.choices, 'purpose', d.purpose))
  into v_pushes
  from (
    select o.*, row_number() over (order by o.priority, o.expires_at, o.created_at) as turn
    from due o
    where o.user_id in (select c.user_id from due c where c.choices is not null)
  ) d;
  if v_pushes is null then
    return '{}';
  end if;
  with chosen as materialized (
    select c.id, c.template_id, c.data
    from json_to_recordset(choose_templates(v_pushes)) as c(id uuid, template_id text, data jsonb, choices jsonb)
    where c.choices is not null
  ), turned as (
    update pushes p
    set template_id = c.template_id, data = c.data, updated_at = v_now
    from chosen c
    where p.id = c.id and p.template_id <> c.template_id
    returning p.id
  )
  select array_agg(t.id) into v_turned from turned t;
  return coalesce(v_turned, '{}');
end
$$;
