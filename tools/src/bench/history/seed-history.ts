import type pg from 'pg';
import { benchTemplate } from '../upstream/bench-template.ts';
import { createIds, numbers } from './bench-ids.ts';

/** Rows per statement: long enough to be fast, short enough to tell how far it is. */
const SLICE = 500_000;
/** Each user has had so many pushes. */
const PUSHES_PER_USER = 20;
const HOUR_MS = 3_600_000;

/**
 * A past: `pushes` pushes that were sent and confirmed, as many spent grants, an attempt for every other one, and their users,
 * with every index as it was migrated, and then statistics. Ids grow with time, as they do in use. The users are others than those
 * of the benchmark's runs.
 */
export async function seedHistory(input: {
  sql: pg.Pool;
  appId: string;
  pushes: number;
  say: (line: string) => void;
}): Promise<void> {
  const { sql, appId, pushes, say } = input;
  const client = await sql.connect();
  try {
    // Only for this session, which nobody measures: a crash would lose nothing that a second run does not bring.
    await client.query('set synchronous_commit = off');
    await client.query("set maintenance_work_mem = '512MB'");
    const users = Math.ceil(pushes / PUSHES_PER_USER);
    await client.query(createIds);
    // One instant for all statements: ids are made of it.
    const until = new Date(Date.now() - HOUR_MS);
    await client.query(fillUsers, [appId, users, until]);
    for (let first = 0; first < pushes; first += SLICE) {
      const last = Math.min(pushes, first + SLICE) - 1;
      const values = [appId, benchTemplate.priTmplId, first, last, pushes, users, until];
      for (const fill of [fillPushes, fillGrants]) await client.query(fill, values);
      await client.query(fillAttempts, values);
      say(`  history: ${String(last + 1)} of ${String(pushes)} pushes`);
    }
    for (const table of ['users', 'pushes', 'grants', 'attempts']) {
      // The hint bits and the visibility map that a table in use has.
      await client.query(`vacuum (analyze) ${table}`);
    }
    await client.query('checkpoint');
  } finally {
    client.release();
  }
}

const fillUsers = `
  insert into users (id, app_id, openid, created_at)
  select bench_id(1, n, $3::timestamptz - interval '90 days'), $1, 'o-past-' || n, $3::timestamptz - interval '90 days'
  from generate_series(0, $2::bigint - 1) n`;

const fillPushes = `
  insert into pushes (id, app_id, template_id, caller_id, user_id, data, page, lang, miniprogram_state, on_no_grant,
    on_unconfirmed, ttl_seconds, state, delivery, attempts, grant_id, attempt_id, due_at, expires_at, sent_at,
    confirmed_at, ended_at, created_at, updated_at)
  select bench_id(2, n, at), $1, $2, '00000000-0000-7000-8000-000000000001', user_id,
    '{"thing1": {"value": "【广州】-->【上海】"}, "thing2": {"value": "钢材 32 吨"}}', 'pages/goods/detail?id=42', 'zh_CN', 'formal',
    'park', 'reconcile', 604800, 'sent', 'confirmed', 1, bench_id(3, n, at), bench_id(4, n, at), at, at + interval '7 days',
    at + interval '1 second', at + interval '2 seconds', at + interval '1 second', at, at + interval '2 seconds'
  from (${numbers}) past`;

const fillGrants = `
  insert into grants (id, app_id, user_id, template_id, state, evidence, obtained_at, push_id, created_at, updated_at)
  select bench_id(3, n, at), $1, user_id, $2, 'spent', 'reported', at - interval '1 hour', bench_id(2, n, at), at, at
  from (${numbers}) past`;

const fillAttempts = `
  insert into attempts (id, push_id, app_id, user_id, template_id, number, cycle, grant_id, token_generation, started_at,
    finished_at, duration_ms, outcome, errcode, errmsg, msgid, http_status)
  select bench_id(4, n, at), bench_id(2, n, at), $1, user_id, $2, 1, 0, bench_id(3, n, at), 1, at, at + interval '90 ms', 90,
    'accepted', 0, 'ok', (3000000000000000000 + n)::text, 200
  from (${numbers}) past
  where n % 2 = 0`;
