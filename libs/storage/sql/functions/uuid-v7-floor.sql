-- The smallest UUIDv7 of that millisecond: lets retention walk primary keys by age.
create or replace function uuid_v7_floor(p_at timestamptz) returns uuid
language sql immutable parallel safe as $$
  select encode(
    substring(int8send((extract(epoch from p_at) * 1000)::bigint) from 3) || '\x70008000000000000000'::bytea,
    'hex')::uuid
$$;
