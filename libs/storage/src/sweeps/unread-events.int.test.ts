import { beforeEach, expect, test } from '@jest/globals';
import { accepted, openTestLedger, unconfirmed } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query, sweeps } = ledger;

beforeEach(async () => {
  await query('delete from heartbeats');
  await query(`delete from sweep_cursors where name = 'endpoint-up'`);
  await query(`insert into heartbeats
    select 'api-1', 'api', now() - age * interval '1 second' from generate_series(0, 310, 2) age`);
});

const judge = () => sweeps.judgeUnconfirmed({ limit: 100, windowMs: 120_000 });

/** A push nobody answered five minutes ago, and a later message of another user that WeChat has reported on. */
async function silentPush(settings: Parameters<typeof ledger.newApp>[0] = {}) {
  const app = await ledger.newApp(settings);
  const userId = await app.newUser();
  await app.give(userId);
  const pushId = await app.push(userId);
  await ledger.settle(await ledger.take(pushId), unconfirmed);
  await query(
    `update attempts set started_at = now() - interval '5 minutes', finished_at = now() - interval '290 seconds'
     where push_id = $1`,
    [pushId],
  );
  const other = await app.newUser();
  await app.give(other);
  const later = await app.push(other);
  await ledger.settle(await ledger.take(later), accepted(later));
  await app.storeEvent(other, sentEvent(later));
  await hotPath.applyEvents(1000);
  return { app, userId, pushId };
}

const sentEvent = (msgid: string) => ({
  type: 'subscribe_msg_sent_event',
  items: [{ templateId: 'tpl-1', msgid, errorCode: '0', errorStatus: 'success' }],
});
const popup = {
  type: 'subscribe_msg_popup_event',
  items: [{ templateId: 'tpl-1', status: 'accept' }],
};
const fourMinutesAgo = () => new Date(Date.now() - 240_000);

test('when the event that proves the delivery is stored but not processed, then the push is not taken for unsent', async () => {
  const { app, userId, pushId } = await silentPush();
  await app.storeEvent(userId, { ...sentEvent('msg-1'), createdAt: fourMinutesAgo() });

  expect((await judge()).touched).toBe(0);
  expect((await ledger.read(pushId)).state).toBe('unconfirmed');

  await hotPath.applyEvents(1000);
  expect(await ledger.read(pushId)).toMatchObject({ state: 'sent', delivery: 'confirmed' });
  expect((await ledger.read(pushId)).attempts).toBe(1);
});

test('when another user’s event waits, then it is judged all the same', async () => {
  const { app, pushId } = await silentPush();
  await app.storeEvent(await app.newUser(), popup);
  expect(await judge()).toMatchObject({ touched: 1, due: [{ pushId }] });
});

test('when an event of the user comes in after the judgement, then the claim sends it back to waiting for evidence', async () => {
  const { app, userId, pushId } = await silentPush();
  expect((await judge()).touched).toBe(1);
  await app.storeEvent(userId, popup);

  expect(await ledger.claim(pushId, 1)).toEqual({ kind: 'moved', state: 'unconfirmed' });
  expect(await ledger.grants(userId)).toEqual(['reserved']);

  // Processed, it is another grant: a second send could succeed although the first did.
  await hotPath.applyEvents(1000);
  expect((await judge()).touched).toBe(0);
});

test('when the user accepted and it was not counted, then WeChat may hold a grant that the ledger lacks: not judged', async () => {
  const { app, userId, pushId } = await silentPush({ grantSource: 'witnessed' });
  await app.report(userId);
  expect(await ledger.grants(userId)).toEqual(['reserved']);

  expect((await judge()).touched).toBe(0);
  expect((await ledger.read(pushId)).state).toBe('unconfirmed');
});
