-- Why a superseded push ended. p_is_doubtful: an earlier attempt of it may have been delivered.
create or replace function superseded_reason(p_heir_id uuid, p_is_doubtful boolean) returns jsonb
language sql immutable parallel safe as $$
  select jsonb_build_object('code', 'superseded', 'message',
    'A newer push took its place (psh_' || p_heir_id || ').'
    || case when p_is_doubtful then ' An earlier attempt of it may have been delivered.' else '' end)
$$;
