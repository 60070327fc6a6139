-- Adds one grant to the ledger, or, for a long-term template, renews the one standing grant. Returns its id.
-- The caller holds the user row and releases parked pushes afterwards.
create or replace function add_grant(
  p_app_id text,
  p_user_id uuid,
  p_template_id text,
  p_evidence text,
  p_obtained_at timestamptz
) returns uuid
language plpgsql volatile
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_obtained_at timestamptz := least(p_obtained_at, v_now);
  v_is_standing boolean;
  v_id uuid;
begin
  select t.kind = 'long-term' into v_is_standing
  from templates t
  where t.app_id = p_app_id and t.template_id = p_template_id;

  if v_is_standing then
    update grants
    set obtained_at = greatest(obtained_at, v_obtained_at), updated_at = v_now
    where user_id = p_user_id and template_id = p_template_id and state || '' = 'available' and is_standing
    returning id into v_id;
    if v_id is not null then
      return v_id;
    end if;
  end if;

  v_id := new_uuid_v7();
  insert into grants (id, app_id, user_id, template_id, state, is_standing, evidence, obtained_at)
  values (v_id, p_app_id, p_user_id, p_template_id, 'available', coalesce(v_is_standing, false),
    p_evidence, v_obtained_at);
  return v_id;
end
$$;
