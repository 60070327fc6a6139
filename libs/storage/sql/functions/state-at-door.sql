-- What a new push becomes (design 5): 'scheduled', 'queued', 'parked', or 'refused' for want of a grant or of its recipient.
-- p_place: 'scheduled', 'parked' or 'erased' as decided by its time and recipient, else 'now'. p_free: available grants minus open
-- demand of its key; p_turn: which of the pushes that come at once it is.
create or replace function state_at_door(p_place text, p_on_no_grant text, p_free bigint, p_turn bigint) returns text
language sql immutable parallel safe as $$
  select case
    when p_place = 'erased' then 'refused'
    when p_place <> 'now' then p_place
    when p_on_no_grant = 'send-anyway' or p_free >= p_turn then 'queued'
    when p_on_no_grant = 'reject' then 'refused'
    else 'parked'
  end
$$;

-- Where a push stands before its grants are counted. p_has_user: somebody is there to receive it.
create or replace function place_at_door(p_has_user boolean, p_send_at timestamptz, p_now timestamptz) returns text
language sql immutable parallel safe as $$
  select case when not p_has_user then 'parked' when p_send_at > p_now then 'scheduled' else 'now' end
$$;
