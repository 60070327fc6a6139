-- Whether a pause holds what is to be sent with this template of this app. An app nobody knows holds everything.
create or replace function is_held(p_app_id text, p_template_id text) returns boolean
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
begin
  return coalesce(
      (select a.pause_kind is not null and (a.paused_until is null or a.paused_until > clock_timestamp())
       from apps a where a.app_id = p_app_id),
      true)
    or exists (
      select 1 from templates t
      where t.app_id = p_app_id and t.template_id = p_template_id and t.state = 'paused'
        and (t.paused_until is null or t.paused_until > clock_timestamp()));
end
$$;
