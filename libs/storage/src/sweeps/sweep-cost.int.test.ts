import { expect, test } from '@jest/globals';
import { openTestLedger } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { query } = ledger;

type Plan = { Plan: { 'Shared Hit Blocks': number } }[];

/** Pages looked at by one run of a sweep, planning aside: the least of some, since a connection's first pays for the catalog. */
async function pagesOf(call: string): Promise<number> {
  // A new connection: plans are kept by connection.
  const { database } = ledger.openAnother({ poolMax: 1 });
  const pages: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const [row] = await database.query<{ 'QUERY PLAN': Plan }>(
      `explain (analyze, buffers, format json) select ${call}`,
    );
    pages.push(row!['QUERY PLAN'][0]!.Plan['Shared Hit Blocks']);
  }
  return Math.min(...pages);
}

/** So many open pushes like the sample, of which the planner's statistics know nothing. */
const insertLike = (sampleId: string, count: number, columns: string) =>
  query(
    `insert into pushes (id, app_id, template_id, caller_id, user_id, data, lang, miniprogram_state, on_no_grant,
       on_unconfirmed, ttl_seconds, state, due_at, expires_at)
     select new_uuid_v7(), app_id, template_id, caller_id, new_uuid_v7(), data, lang, miniprogram_state, on_no_grant,
       on_unconfirmed, ttl_seconds, ${columns}
     from pushes, generate_series(1, $2)
     where id = $1`,
    [sampleId, count],
  );

test.each([
  ['queue_due_pushes(20)', `'scheduled', now() - interval '1 minute', expires_at`],
  ['expire_pushes(20)', `'parked', due_at, now() - interval '1 minute'`],
])('one run of %s costs the same, however many wait for it', async (call, columns) => {
  const app = await ledger.newApp();
  const sample = await app.push(await app.newUser());
  await query('delete from pushes where id <> $1', [sample]);
  await query('analyze pushes');
  await insertLike(sample, 200, columns);
  const before = await pagesOf(call);
  await insertLike(sample, 10_000, columns);
  expect(await pagesOf(call)).toBeLessThan(before * 1.5);
});

/** So many sends that long ago, reported on at any time since, in no order. */
const insertReported = (appId: string, count: number, age: string) =>
  query(
    `with sent as (
       insert into attempts (id, push_id, app_id, user_id, template_id, number, cycle, started_at, finished_at, outcome, msgid)
       select new_uuid_v7(), new_uuid_v7(), $1, new_uuid_v7(), 'tpl-1', 1, 0, t.at, t.at, 'accepted', new_uuid_v7()::text
       from generate_series(1, $2), (select now() - $3::interval as at) t
       returning id, msgid, started_at
     )
     insert into sent_event_items (id, event_id, app_id, openid, template_id, msgid, error_code, error_status, event_at,
       received_at, attempt_id)
     select new_uuid_v7(), new_uuid_v7(), $1, 'o-1', 'tpl-1', s.msgid, '0', 'success', s.started_at, s.started_at + random() * $3::interval / 2, s.id
     from sent s`,
    [appId, count, age],
  );

test('whether reports come through is seen in the newest, however many there were before', async () => {
  const { appId } = await ledger.newApp();
  const isReported = `is_reported_later('${appId}', now() - interval '1 minute')`;
  await insertReported(appId, 200, '1 hour');
  expect(await query(`select ${isReported} as is`)).toEqual([{ is: false }]);
  await insertReported(appId, 1, '1 second');
  await query('analyze attempts');
  await query('analyze sent_event_items');
  const before = await pagesOf(isReported);
  await insertReported(appId, 20_000, '1 hour');
  await insertReported(appId, 20, '1 second');
  await query('analyze attempts');
  await query('analyze sent_event_items');
  expect(await pagesOf(isReported)).toBeLessThan(before * 1.5 + 4);
  expect(await query(`select ${isReported} as is`)).toEqual([{ is: true }]);
});
