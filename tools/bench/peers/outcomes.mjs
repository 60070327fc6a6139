import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });

export const createOutcomes = () =>
  pool.query(
    `create table if not exists outcomes (
       id uuid primary key default gen_random_uuid(), openid text not null, errcode integer not null,
       msgid text, sent_at timestamptz not null default now())`,
  );

/** Committed when it resolves; prepared once per connection. */
export const recordOutcome = (message, { errcode, msgid }) =>
  pool.query({
    name: 'record',
    text: 'insert into outcomes (openid, errcode, msgid) values ($1, $2, $3)',
    values: [message.touser, errcode, msgid],
  });

/** For a peer that works in batches. */
export const recordOutcomes = (sent) =>
  pool.query({
    name: 'record-many',
    text: `insert into outcomes (openid, errcode, msgid)
           select * from unnest($1::text[], $2::integer[], $3::text[])`,
    values: [
      sent.map(({ message }) => message.touser),
      sent.map(({ outcome }) => outcome.errcode),
      sent.map(({ outcome }) => outcome.msgid),
    ],
  });
