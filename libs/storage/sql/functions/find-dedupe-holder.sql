-- The push that holds a dedupe key of its caller, recipient and template now: accepted within its window, and sent, or perhaps sent,
-- or still to be sent. One that ended otherwise has let the key go. Null: nobody holds it.
-- Without a user the recipient is the address it was accepted for. The caller holds the user's row, or the address.
create or replace function find_dedupe_holder(
  p_caller_id uuid,
  p_app_id text,
  p_user_id uuid,
  p_phone_hash bytea,
  p_unionid text,
  p_template_id text,
  p_dedupe_key text
) returns uuid
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_now timestamptz := clock_timestamp();
begin
  return (
    select h.id
    from (
      select p.* from pushes p
      where p.user_id = p_user_id and p.dedupe_key = p_dedupe_key and p.dedupe_until > v_now
      union all
      select p.* from pushes p
      where p_user_id is null and p.app_id = p_app_id and p.to_phone_hash = p_phone_hash and p.user_id is null
        and p.dedupe_key = p_dedupe_key and p.dedupe_until > v_now
      union all
      select p.* from pushes p
      where p_user_id is null and p_phone_hash is null and p.app_id = p_app_id and p.to_unionid = p_unionid
        and p.user_id is null and p.dedupe_key = p_dedupe_key and p.dedupe_until > v_now
    ) h
    -- By the template that was asked for, whichever it has turned to.
    where h.caller_id = p_caller_id and coalesce(h.choices -> 0 ->> 'templateId', h.template_id) = p_template_id
      and (h.state not in ('dead', 'expired', 'cancelled') or h.had_unconfirmed or h.reason ->> 'code' = 'unconfirmed')
    order by h.id
    limit 1);
end
$$;
