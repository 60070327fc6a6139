import { describe, expect, test } from '@jest/globals';
import { createSilence } from '../test-support/create-silence.ts';
import {
  openTestLedger,
  refused,
  unconfirmed,
  type TestApp,
} from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query, sweeps } = ledger;
const { silent, beatAllAlong, laterSuccess } = createSilence(ledger);

const reportFailure = async (app: TestApp, userId: string, msgid: string, secondsAgo = 299) => {
  const item = { templateId: 'tpl-1', msgid, errorCode: '4', errorStatus: 'user refuse' };
  const createdAt = new Date(Date.now() - secondsAgo * 1000);
  await app.storeEvent(userId, { type: 'subscribe_msg_sent_event', items: [item], createdAt });
  await hotPath.applyEvents(1000);
};

/** Unanswered, judged not to have gone out, and queued again. */
async function judged() {
  await beatAllAlong();
  const silence = await silent();
  await laterSuccess(silence.app);
  await sweeps.judgeUnconfirmed({ limit: 100, windowMs: 120_000 });
  const { pushId } = silence;
  expect(await ledger.read(pushId)).toMatchObject({ state: 'queued', had_unconfirmed: true });
  return silence;
}

describe('A failure told after silence was judged', () => {
  test('when the push waits to be sent again, then a 43101 tells of the grant and not of a delivery', async () => {
    const { app, userId, pushId } = await judged();
    await reportFailure(app, userId, 'm-failed');
    expect(await ledger.read(pushId)).toMatchObject({ state: 'queued', had_unconfirmed: false });
    expect(await ledger.grants(userId)).toEqual(['spent']);
    await app.give(userId);
    const again = await ledger.take(pushId, 1);
    expect(again.hadUnconfirmed).toBe(false);
    await ledger.settle(again, refused(43101));
    expect((await ledger.read(pushId)).state).toBe('parked');
  });

  test('when the second attempt is on its way already, then its 43101 does not call the push sent', async () => {
    const { app, userId, pushId } = await judged();
    const again = await ledger.take(pushId, 1);
    expect(again.hadUnconfirmed).toBe(true);
    await query(`update attempts set msgid = 'm-first' where push_id = $1 and number = 1`, [
      pushId,
    ]);
    await reportFailure(app, userId, 'm-first');
    expect(await ledger.read(pushId)).toMatchObject({ state: 'sending', had_unconfirmed: false });
    await ledger.settle(again, refused(43101));
    expect((await ledger.read(pushId)).state).not.toBe('sent');
  });

  test('when another attempt is still in doubt, then so is the push', async () => {
    const { app, userId, pushId } = await silent({ onUnconfirmed: 'resend' });
    await query('update pushes set due_at = now() where id = $1', [pushId]);
    await ledger.settle(await ledger.take(pushId, 1), unconfirmed);
    await query(`update attempts set msgid = 'm-' || number where push_id = $1`, [pushId]);
    await reportFailure(app, userId, 'm-1');
    expect(await ledger.read(pushId)).toMatchObject({ state: 'retrying', had_unconfirmed: true });
    await reportFailure(app, userId, 'm-2', 0);
    expect(await ledger.read(pushId)).toMatchObject({ state: 'retrying', had_unconfirmed: false });
  });
});
