import { expect, test } from '@jest/globals';
import { accepted, openTestLedger, unconfirmed } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query, sweeps } = ledger;

await query(`insert into heartbeats
  select 'api-1', 'api', now() - age * interval '1 second' from generate_series(0, 700, 2) age`);

const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000);
const sentEvent = (msgid: string, secondsAgo: number) => ({
  type: 'subscribe_msg_sent_event',
  items: [{ templateId: 'tpl-1', msgid, errorCode: '0', errorStatus: 'success' }],
  createdAt: ago(secondsAgo),
});

/** Two pushes of one key, each with a grant, neither answered; the elder began ten minutes ago, the younger five. */
async function twoSilentPushes() {
  const app = await ledger.newApp();
  const userId = await app.newUser();
  await app.give(userId, 2);
  const silent = async (secondsAgo: number) => {
    const pushId = await app.push(userId);
    await ledger.settle(await ledger.take(pushId), unconfirmed);
    await query(`update attempts set started_at = $2, finished_at = $3 where push_id = $1`, [
      ...[pushId, ago(secondsAgo), ago(secondsAgo - 10)],
    ]);
    return pushId;
  };
  const elder = await silent(600);
  const younger = await silent(300);
  const other = await app.newUser();
  await app.give(other);
  const later = await app.push(other);
  await ledger.settle(await ledger.take(later), accepted(later));
  await app.storeEvent(other, sentEvent(later, 0));
  return { app, userId, elder, younger };
}

const judge = () => sweeps.judgeUnconfirmed({ limit: 100, windowMs: 120_000 });

test('when one event comes for two silent pushes, then the other is not taken for unsent: it may be the one delivered', async () => {
  const { app, userId, elder, younger } = await twoSilentPushes();
  // WeChat delivered the younger one only; nothing in the event says so.
  await app.storeEvent(userId, sentEvent('msg-of-the-younger', 299));
  await hotPath.applyEvents(1000);
  expect((await ledger.read(elder)).state).toBe('sent');

  expect((await judge()).touched).toBe(0);
  expect(await ledger.read(younger)).toMatchObject({ state: 'unconfirmed', attempts: 1 });
});

test('when the event is older than the other push, then that one is judged', async () => {
  const { app, userId, elder, younger } = await twoSilentPushes();
  await app.storeEvent(userId, sentEvent('msg-of-the-elder', 595));
  await hotPath.applyEvents(1000);
  expect((await ledger.read(elder)).state).toBe('sent');

  expect(await judge()).toMatchObject({ touched: 1, due: [{ pushId: younger }] });
});
