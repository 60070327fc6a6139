import { expect, test } from '@jest/globals';
import { openTestLedger } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { query } = ledger;

type Plan = { Plan: { 'Shared Hit Blocks': number } }[];

/**
 * Pages looked at by asking whose the waiting events of these users are, as every settle does. The least of some: a
 * connection's first pays for the catalog, and keeps its plans.
 */
async function pagesOfPairing(userIds: readonly string[]): Promise<number> {
  const { database } = ledger.openAnother({ poolMax: 1 });
  const pages: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    const [row] = await database.query<{ 'QUERY PLAN': Plan }>(
      `explain (analyze, buffers, format json)
       select pair_waiting_sent_events($1::uuid[], array_fill('tpl-1'::text, array[cardinality($1::uuid[])]))`,
      [userIds],
    );
    pages.push(row!['QUERY PLAN'][0]!.Plan['Shared Hit Blocks']);
  }
  return Math.min(...pages);
}

test('asking whose the waiting events are costs the same, however many attempts are in flight', async () => {
  const app = await ledger.newApp();
  const userIds: string[] = [];
  for (let at = 0; at < 50; at += 1) userIds.push(await app.newUser());
  // Somebody else sends to them as well: events that will never find an attempt.
  for (const userId of userIds)
    await app.storeEvent(userId, {
      type: 'subscribe_msg_sent_event',
      items: [{ templateId: 'tpl-1', msgid: userId, errorCode: '0', errorStatus: 'success' }],
    });
  await ledger.hotPath.applyEvents(1000);
  const sample = await app.push(userIds[0]!);
  const before = await pagesOfPairing(userIds);

  await query(
    `insert into pushes (id, app_id, template_id, caller_id, user_id, data, lang, miniprogram_state, on_no_grant,
       on_unconfirmed, ttl_seconds, state, due_at, expires_at, lease_until)
     select new_uuid_v7(), app_id, template_id, caller_id, new_uuid_v7(), data, lang, miniprogram_state, on_no_grant,
       on_unconfirmed, ttl_seconds, 'sending', due_at, expires_at, now() + interval '1 hour'
     from pushes, generate_series(1, 2000)
     where id = $1`,
    [sample],
  );
  expect(await pagesOfPairing(userIds)).toBeLessThan(before * 1.5);
});
