-- Pauses a template that is not removed; of two pauses the later end counts. True when the row now holds this pause.
create or replace function pause_template(p_app_id text, p_template_id text, p_reason jsonb, p_until timestamptz)
returns boolean
language plpgsql
as $$
begin
  update templates
  set state = 'paused',
      pause_reason = p_reason,
      paused_until = p_until
  where app_id = p_app_id
    and template_id = p_template_id
    and (
      state = 'active'
      or (
        state = 'paused'
        and (
          paused_until <= clock_timestamp()
          or coalesce(p_until, 'infinity') >= coalesce(paused_until, 'infinity')
        )
      )
    );
  return found;
end
$$;
