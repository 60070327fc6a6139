-- At most 5 reported accepts of one user and template count in a minute (design 6): a looping client mints no grants.
-- WeChat's own events are not bounded: they are proof.
create or replace function is_minting_too_fast(p_user_id uuid, p_template_id text) returns boolean
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
begin
  return 5 <= (
    select count(*) from grant_evidence e
    where e.user_id = p_user_id and e.template_id = p_template_id and e.kind = 'reported'
      and e.grant_id is not null and e.result like 'accept%'
      and e.at > clock_timestamp() - interval '2 hours'
      and e.received_at > clock_timestamp() - interval '1 minute');
end
$$;
