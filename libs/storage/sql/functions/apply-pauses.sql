-- The pauses that a batch of settlements asks for: templates before apps, sorted, after every other lock.
-- p_asked: array of {appId, templateId, appPause, templatePause}, a pause being {kind, reason, until}.
create or replace function apply_pauses(p_asked json) returns void
language plpgsql volatile as $$
declare
  v_pause record;
begin
  for v_pause in
    select distinct on (a."appId", a."templateId") a."appId" as app_id, a."templateId" as template_id,
      a."templatePause" as pause
    from json_to_recordset(p_asked) as a("appId" text, "templateId" text, "templatePause" jsonb)
    where a."templatePause" is not null
    order by a."appId", a."templateId", a."templatePause" ->> 'until' desc
  loop
    perform pause_template(v_pause.app_id, v_pause.template_id, v_pause.pause -> 'reason',
      (v_pause.pause ->> 'until')::timestamptz);
  end loop;
  for v_pause in
    select distinct on (a."appId", a."appPause" ->> 'kind') a."appId" as app_id, a."appPause" as pause
    from json_to_recordset(p_asked) as a("appId" text, "appPause" jsonb)
    where a."appPause" is not null
    order by a."appId", a."appPause" ->> 'kind', a."appPause" ->> 'until' desc
  loop
    perform pause_app(v_pause.app_id, v_pause.pause ->> 'kind', v_pause.pause -> 'reason',
      (v_pause.pause ->> 'until')::timestamptz);
  end loop;
end
$$;
