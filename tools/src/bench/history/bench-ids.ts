/** The past goes back so far; retention keeps 90 days. */
const DAYS = 80;

/** The n-th id of a kind: a UUIDv7 of its instant, unlike any other. */
export const createIds = `
  create or replace function bench_id(p_kind integer, p_number bigint, p_at timestamptz) returns uuid
  language sql immutable parallel safe as $$
    select encode(
      substring(int8send((extract(epoch from p_at) * 1000)::bigint) from 3)
        || '\\x7000'::bytea || '\\x80'::bytea || substring(int4send(p_kind) from 4)
        || substring(int8send(p_number) from 3), 'hex')::uuid
  $$;
  create or replace function bench_at(p_number bigint, p_total bigint, p_until timestamptz) returns timestamptz
  language sql stable parallel safe as $$
    select p_until - (p_total - p_number)::double precision / p_total * interval '${String(DAYS)} days'
  $$`;

/** Every user in turn, so that the pushes of one are spread over all the time. */
export const numbers = `
  select n, bench_at(n, $5::bigint, $7::timestamptz) as at,
    bench_id(1, n % $6::bigint, $7::timestamptz - interval '90 days') as user_id
  from generate_series($3::bigint, $4::bigint) n`;
