-- May more than one attempt of the push have gone out, because somebody wished it sent again while one was in doubt: its caller
-- (`resend`), an operator's verdict, or a replay? Without such a wish it is sent again only where the first cannot have been.
create or replace function was_resent_by_wish(p_push_id uuid) returns boolean
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
begin
  return exists (
      select 1 from pushes p
      where p.id = p_push_id and (p.on_unconfirmed = 'resend' or p.earlier_attempts > 0))
    or exists (
      select 1 from push_transitions t
      where t.push_id = p_push_id and t.evidence = 'verdict-resend');
end
$$;
