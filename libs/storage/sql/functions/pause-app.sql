-- Pauses an app unless a harder pause is in force: operator > configuration, token > quota-daily > quota-minute.
-- Of equals the later end counts, an operator's always the newest. True when the row now holds this pause.
create or replace function pause_app(p_app_id text, p_kind text, p_reason jsonb, p_until timestamptz)
returns boolean
language plpgsql
as $$
declare
  v_old record;
  hardness constant jsonb := '{"quota-minute": 0, "quota-daily": 1, "token": 2, "configuration": 2, "operator": 3}';
begin
  select a.pause_kind, a.paused_until into v_old from apps a where a.app_id = p_app_id for no key update;
  update apps
  set pause_kind = p_kind,
      pause_reason = p_reason,
      paused_until = p_until,
      paused_at = clock_timestamp(),
      updated_at = clock_timestamp()
  where app_id = p_app_id
    and (
      pause_kind is null
      or paused_until <= clock_timestamp()
      or (hardness ->> p_kind)::int > (hardness ->> pause_kind)::int
      or (
        (hardness ->> p_kind)::int = (hardness ->> pause_kind)::int
        and (
          p_kind = 'operator'
          or coalesce(p_until, 'infinity') >= coalesce(paused_until, 'infinity')
        )
      )
    );
  if not found then
    return false;
  end if;
  -- One that only lasts longer is no news.
  if v_old.pause_kind is distinct from p_kind or v_old.paused_until <= clock_timestamp() then
    perform note_app_callbacks(p_app_id, 'app.paused',
      jsonb_build_object('kind', p_kind, 'reason', p_reason, 'until', p_until));
  end if;
  return true;
end
$$;
