import { expect, test } from '@jest/globals';
import {
  accepted,
  openTestLedger,
  refused,
  unconfirmed,
} from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query } = ledger;

const many = 10_000;
/** What is quadratic in a user's history takes 10 to 60 s here, what is not some 0.1 s: no clock decides between them. */
const limitMs = 5_000;

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** A user with ten thousand pushes of one template, in this state, each with one accepted attempt unless they are queued. */
async function hotUser(state: 'queued' | 'sent', msgid: string) {
  const app = await ledger.newApp();
  const userId = await app.newUser();
  await query(
    `insert into pushes (id, app_id, template_id, caller_id, user_id, data, lang, miniprogram_state, on_no_grant,
       on_unconfirmed, ttl_seconds, state, due_at, expires_at)
     select new_uuid_v7(), $1, 'tpl-1', new_uuid_v7(), $2, '{}', 'zh_CN', 'formal', 'park', 'reconcile', 604800,
       $3, now(), now() + interval '7 days' from generate_series(1, $4)`,
    [app.appId, userId, state, many],
  );
  if (state === 'sent')
    await query(
      `insert into attempts (id, push_id, app_id, user_id, template_id, number, cycle, started_at, finished_at, outcome, msgid)
       select new_uuid_v7(), p.id, p.app_id, p.user_id, p.template_id, 1, 0, t.at, t.at, 'accepted', ${msgid}
       from (select q.*, row_number() over () as n from pushes q where q.user_id = $1) p
       cross join lateral (select now() - p.n * interval '1 minute' as at) t`,
      [userId],
    );
  await query('analyze pushes');
  await query('analyze attempts');
  return { app, userId };
}

test('an event of nobody knows which of ten thousand attempts costs little, as does every settle while it waits', async () => {
  const { app, userId } = await hotUser('sent', 'null');
  await app.storeEvent(userId, {
    type: 'subscribe_msg_sent_event',
    items: [{ templateId: 'tpl-1', msgid: '1', errorCode: '0', errorStatus: 'success' }],
  });
  expect(await timeOf(() => hotPath.applyEvents(100))).toBeLessThan(limitMs);
  await app.give(userId);
  const push = await ledger.take(await app.push(userId));
  expect(await timeOf(() => ledger.settle(push, accepted()))).toBeLessThan(limitMs);
});

test('what a 43101 proves is found among ten thousand paid pushes', async () => {
  const { app, userId } = await hotUser('sent', 'new_uuid_v7()::text');
  await query(
    `insert into grants (id, app_id, user_id, template_id, state, evidence, obtained_at, push_id)
     select new_uuid_v7(), $1, $2, 'tpl-1', 'spent', 'reported', now() - interval '90 days', p.id
     from pushes p where p.user_id = $2`,
    [app.appId, userId],
  );
  await query(
    'update pushes p set grant_id = g.id from grants g where g.push_id = p.id and p.user_id = $1',
    [userId],
  );
  await query('analyze grants');
  await app.give(userId);
  const pushId = await app.push(userId, { onUnconfirmed: 'resend' });
  await ledger.settle(await ledger.take(pushId), unconfirmed, { dueAt: new Date() });
  const push = await ledger.take(pushId, 1);
  expect(await timeOf(() => ledger.settle(push, refused(43101)))).toBeLessThan(limitMs);
  expect(await ledger.read(pushId)).toMatchObject({ state: 'sent' });
});

test('a thousand pushes are accepted beside ten thousand of the same user', async () => {
  const { app, userId } = await hotUser('queued', 'null');
  const pushes = Array.from({ length: 1_000 }, () => app.newPush(userId));
  expect(await timeOf(() => hotPath.acceptPushes(pushes))).toBeLessThan(limitMs);
});
