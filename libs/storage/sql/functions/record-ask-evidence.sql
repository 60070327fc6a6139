-- Records one answer of a user to one template's ask and makes of it what it is worth (design 6):
-- an accept counts once, however many of its two reports arrive; a ban or a revocation voids; the rest is only kept.
-- p_kind: 'reported' (mini program) or 'witnessed' (WeChat's event). p_result: an AskResult, or 'change-reject' for a
-- subscribe_msg_change_event.
-- p_purpose: what the accept was asked for; its grant is kept for that where the app's rules say so (ADR 0032).
-- The caller holds the user row and releases parked pushes afterwards.
create or replace function record_ask_evidence(
  p_app_id text,
  p_user_id uuid,
  p_template_id text,
  p_kind text,
  p_result text,
  p_at timestamptz,
  p_page text default null,
  p_request_id text default null,
  p_event_id uuid default null,
  p_purpose text default null
) returns void
language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
set cpu_tuple_cost = 1
as $$
declare
  v_now timestamptz := clock_timestamp();
  -- CreateTime has whole seconds: the answer came somewhere in that second. Its end is taken, so that a 43101 of an attempt
  -- that began within it does not void a grant that may be younger.
  v_obtained_at timestamptz := least(v_now, case p_kind when 'witnessed' then p_at + interval '999 milliseconds' else p_at end);
  v_id uuid := new_uuid_v7();
  v_grant_id uuid;
  v_partner_id uuid;
  v_source text;
begin
  if p_result like 'accept%' then
    select e.id, e.grant_id into v_partner_id, v_grant_id
    from grant_evidence e
    where e.user_id = p_user_id and e.template_id = p_template_id and e.kind <> p_kind
      and e.result like 'accept%' and e.paired_with is null
      and e.at between p_at - interval '10 minutes' and p_at + interval '10 minutes'
      -- With a revocation in between they cannot be two reports of one tap.
      and not exists (
        select 1 from grant_evidence r
        where r.user_id = p_user_id and r.template_id = p_template_id
          and r.result in ('ban', 'change-reject')
          and r.at > least(e.at, p_at) and r.at <= greatest(e.at, p_at))
    order by e.at, e.id
    limit 1;

    if v_grant_id is not null then
      update grants
      set evidence = 'both', obtained_at = greatest(obtained_at, v_obtained_at), updated_at = v_now
      where id = v_grant_id;
    else
      select a.grant_source into v_source from apps a where a.app_id = p_app_id;
      if v_source in ('either', p_kind)
        and (p_kind = 'witnessed' or not is_minting_too_fast(p_user_id, p_template_id, p_request_id)) then
        v_grant_id := add_grant(p_app_id, p_user_id, p_template_id,
          case when v_partner_id is null then p_kind else 'both' end, v_obtained_at);
        -- News may come out of order: what was accepted before a revocation that is known already is void.
        update grants g
        set state = 'void', void_reason = e.result, updated_at = v_now
        from grant_evidence e
        where g.id = v_grant_id and e.user_id = p_user_id and e.template_id = p_template_id
          and e.result in ('ban', 'change-reject') and e.at > p_at and e.at > g.obtained_at;
        if not found and v_obtained_at < v_now - interval '10 seconds' then
          update grants g
          set state = 'void', void_reason = '43101', updated_at = v_now
          where g.id = v_grant_id and was_refused_lately(p_user_id, p_template_id, g.obtained_at);
        end if;
        if not found then
          perform note_app_callbacks(p_app_id, 'grant.received', jsonb_build_object('grantId', v_grant_id, 'userId', p_user_id,
            'templateId', p_template_id, 'evidence', p_kind, 'obtainedAt', v_obtained_at));
        end if;
      end if;
    end if;
    if p_purpose is not null and v_grant_id is not null then
      perform earmark_grant(v_grant_id, p_purpose);
    end if;
  elsif p_result in ('ban', 'change-reject') then
    perform free_kept(array[p_user_id], array[p_template_id]);
    update grants
    set state = 'void', void_reason = p_result, updated_at = v_now
    where user_id = p_user_id and template_id = p_template_id and state || '' = 'available'
      -- Whole seconds in CreateTime: what was obtained within that second came before.
      and obtained_at < p_at + interval '1 second';
    -- The message on its way may have used it; given back, it is void.
    update grants
    set is_doubtful = true, updated_at = v_now
    where user_id = p_user_id and template_id = p_template_id and has_state(state, 'reserved')
      and obtained_at < p_at + interval '1 second';
  end if;

  insert into grant_evidence
    (id, app_id, user_id, template_id, kind, result, at, received_at, page, request_id, event_id,
     grant_id, paired_with)
  values
    (v_id, p_app_id, p_user_id, p_template_id, p_kind, p_result, p_at, v_now, p_page, p_request_id,
     p_event_id, v_grant_id, v_partner_id);
  update grant_evidence
  set paired_with = v_id, grant_id = coalesce(grant_id, v_grant_id)
  where id = v_partner_id;
end
$$;
