-- The smallest UUIDv7 of that millisecond: lets retention walk primary keys by age. No id is older than 1970; of null: null.
create or replace function uuid_v7_floor(p_at timestamptz) returns uuid
language sql immutable parallel safe as $$
  select case when p_at < timestamptz 'epoch' then '00000000-0000-7000-8000-000000000000'
    else encode(
      substring(int8send((extract(epoch from p_at) * 1000)::bigint) from 3) || '\x70008000000000000000'::bytea,
      'hex')::uuid end
$$;
