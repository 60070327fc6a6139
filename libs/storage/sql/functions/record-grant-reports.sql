-- Reports of many users at once: one transaction, and one commit to wait for. Answers in the order given, as record_grant_report does.
-- p_reports: array of {app_id, user_id, request_id, page, asked_at, template_ids, results, purpose}.
create or replace function record_grant_reports(p_reports json) returns json
language plpgsql volatile
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_report record;
  v_answers json[] := '{}';
begin
  perform 1 from users u
  where u.id = any (array(select r.user_id from json_to_recordset(p_reports) as r(user_id uuid)))
  order by u.id
  for no key update;

  for v_report in
    select r.app_id, r.user_id, r.request_id, r.page, r.asked_at, r.purpose,
      array(select json_array_elements_text(r.template_ids)) as template_ids,
      array(select json_array_elements_text(r.results)) as results
    from json_to_recordset(p_reports) as r(app_id text, user_id uuid, request_id text, page text, asked_at timestamptz,
      template_ids json, results json, purpose text)
  loop
    v_answers := v_answers || record_grant_report(v_report.app_id, v_report.user_id, v_report.request_id, v_report.page,
      v_report.asked_at, v_report.template_ids, v_report.results, v_report.purpose);
  end loop;
  return array_to_json(v_answers);
end
$$;
