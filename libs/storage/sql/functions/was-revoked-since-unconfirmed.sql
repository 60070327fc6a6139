-- Did the user revoke this template (subscribe_msg_change_event, or a ban) after the push's first unconfirmed attempt began?
-- Then a 43101 no longer proves that the attempt was delivered (design 5).
create or replace function was_revoked_since_unconfirmed(
  p_push_id uuid,
  p_user_id uuid,
  p_template_id text
) returns boolean
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
begin
  return exists (
    select 1 from grant_evidence e
    where e.user_id = p_user_id and e.template_id = p_template_id and e.result in ('ban', 'change-reject')
      -- CreateTime has whole seconds: an event of the same second may be younger than the attempt.
      and e.at > (
        select min(a.started_at) from attempts a
        where a.push_id = p_push_id and a.outcome = 'unconfirmed') - interval '1 second'
  );
end
$$;
