-- Notes what a grant was collected for, and keeps it for that as long as its app's rules say (ADR 0032); without such a rule it is a
-- grant like any other. Only one that no due push counts on. The caller holds the user row and releases parked pushes afterwards.
create or replace function earmark_grant(p_grant_id uuid, p_purpose text) returns void
language plpgsql volatile
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
begin
  update grants g
  set purpose = p_purpose, kept_until = clock_timestamp() + r.seconds * interval '1 second', state = 'kept'
  from apps a
  cross join lateral (
    select coalesce(
      (select (t.value ->> 'keepForPurposeSeconds')::integer
       from jsonb_array_elements(a.sending_rules -> 'templates') as t(value)
       where t.value ->> 'templateId' = (select o.template_id from grants o where o.id = p_grant_id)),
      (a.sending_rules ->> 'keepForPurposeSeconds')::integer) as seconds
  ) r
  where g.id = p_grant_id and a.app_id = g.app_id and has_state(g.state, 'available') and not g.is_standing and g.purpose is null
    and r.seconds > 0 and count_free_grants(g.user_id, g.template_id) > 0;
end
$$;
