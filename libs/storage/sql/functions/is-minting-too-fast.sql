-- A looping client mints no grants (design 6): of the reported accepts of one user and template at most 5 count that were asked for
-- within a minute. The minute is that of the asks: a phone that was offline posts a week's answers at once, and each is worth a grant.
-- As a client may say any time, at most 100 count that were received within an hour.
-- WeChat's own events are not bounded: they are proof.
create or replace function is_minting_too_fast(p_user_id uuid, p_template_id text, p_request_id text) returns boolean
language plpgsql stable
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_asked_at timestamptz := coalesce(
    (select least(r.asked_at, r.received_at) from ask_reports r where r.user_id = p_user_id and r.request_id = p_request_id),
    v_now);
begin
  return (
    select count(*) filter (where c.asked_at > v_asked_at - interval '1 minute' and c.asked_at <= v_asked_at) >= 5
      or count(*) filter (where c.received_at > v_now - interval '1 hour') >= 100
    from (
      select e.received_at, least(r.asked_at, e.received_at) as asked_at
      from grant_evidence e
      left join ask_reports r on r.user_id = e.user_id and r.request_id = e.request_id
      where e.user_id = p_user_id and e.template_id = p_template_id and e.kind = 'reported'
        and e.grant_id is not null and e.result like 'accept%'
        -- No ask is noted as more than an hour older than its report.
        and e.at > v_now - interval '2 hours'
    ) c);
end
$$;
