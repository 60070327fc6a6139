-- The mini program's report of one wx.requestSubscribeMessage (design 6). Idempotent by (user, request id):
-- the first answer is given again. Null when the user is unknown in this app.
create or replace function record_grant_report(
  p_app_id text,
  p_user_id uuid,
  p_request_id text,
  p_page text,
  p_asked_at timestamptz,
  p_template_ids text[],
  p_results text[],
  p_purpose text default null
) returns json
language plpgsql volatile
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_now timestamptz;
  v_at timestamptz;
  v_answer json;
  v_due json;
  v_index integer;
begin
  perform 1 from users u where u.id = p_user_id and u.app_id || '' = p_app_id for no key update;
  if not found then
    return null;
  end if;
  v_now := clock_timestamp();
  v_at := least(v_now, greatest(v_now - interval '1 hour', coalesce(p_asked_at, v_now)));

  insert into ask_reports (user_id, request_id, page, asked_at, received_at)
  values (p_user_id, p_request_id, p_page, p_asked_at, v_now)
  on conflict do nothing;
  if not found then
    select r.answer into v_answer
    from ask_reports r
    where r.user_id = p_user_id and r.request_id = p_request_id;
    return json_build_object('answer', v_answer, 'isReplay', true, 'due', '[]'::json);
  end if;

  for v_index in 1 .. cardinality(p_template_ids) loop
    perform record_ask_evidence(p_app_id, p_user_id, p_template_ids[v_index], 'reported',
      p_results[v_index], v_at, p_page, p_request_id, null, p_purpose);
  end loop;
  v_due := release_parked_pushes(
    array_fill(p_user_id, array[cardinality(p_template_ids)]), p_template_ids, 'grant');

  select json_build_object(
      'recorded', cardinality(p_template_ids),
      'balances', coalesce(json_object_agg(k.template_id, (
        select count(*) from grants g
        where g.user_id = p_user_id and g.template_id = k.template_id and g.state || '' = 'available')), '{}'),
      'released', (select coalesce(json_agg(d ->> 'pushId'), '[]') from json_array_elements(v_due) d))
    into v_answer
    from unnest(p_template_ids) as k(template_id);
  update ask_reports set answer = v_answer where user_id = p_user_id and request_id = p_request_id;
  return json_build_object('answer', v_answer, 'isReplay', false, 'due', v_due);
end
$$;
