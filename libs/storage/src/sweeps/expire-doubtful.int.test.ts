import { beforeEach, describe, expect, test } from '@jest/globals';
import { createSilence } from '../test-support/create-silence.ts';
import { findBrokenInvariants } from '../test-support/find-broken-invariants.ts';
import { notSent, openTestLedger, unconfirmed } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query, sweeps } = ledger;
const { silent, beatAllAlong, laterSuccess, forgetBeats, judge } = createSilence(ledger);

beforeEach(forgetBeats);

async function expire(pushId: string): Promise<void> {
  await query('update pushes set expires_at = now() where id = $1', [pushId]);
  await sweeps.expirePushes(10);
}

/** Sent, not answered, and waiting to be sent again because its caller wished so. */
async function backingOff() {
  const app = await ledger.newApp();
  const userId = await app.newUser();
  await app.give(userId);
  const pushId = await app.push(userId, { onUnconfirmed: 'resend' });
  const push = await ledger.take(pushId);
  await ledger.settle(push, unconfirmed);
  return { app, userId, pushId, push };
}

describe('A push that expires while it waits to be sent again', () => {
  test('when silence was taken for its first attempt, then nobody knows: dead, and the grant is written off', async () => {
    const { app, userId, pushId } = await silent();
    await beatAllAlong();
    await laterSuccess(app);
    await judge();
    expect((await ledger.read(pushId)).state).toBe('queued');
    await expire(pushId);
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'dead',
      reason: { code: 'unconfirmed' },
    });
    expect(await ledger.grants(userId)).toEqual(['spent']);
  });

  test('when its caller chose resend, then so, too, and a late event still tells', async () => {
    const { app, userId, pushId } = await backingOff();
    await expire(pushId);
    expect((await ledger.read(pushId)).state).toBe('dead');
    expect(await ledger.grants(userId)).toEqual(['spent']);
    await app.storeEvent(userId, {
      type: 'subscribe_msg_sent_event',
      items: [{ templateId: 'tpl-1', msgid: '9', errorCode: '0', errorStatus: 'success' }],
    });
    await hotPath.applyEvents(10);
    expect(await ledger.read(pushId)).toMatchObject({ state: 'sent', delivery: 'confirmed' });
    expect((await ledger.transitions(pushId)).at(-1)).toBe('dead -> sent by event');
  });

  test('when its attempt turned out not sent, then it has just expired, and the grant is free', async () => {
    const { userId, pushId, push } = await backingOff();
    await ledger.settle(push, notSent);
    await expire(pushId);
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'expired',
      reason: { code: 'expired' },
    });
    expect(await ledger.grants(userId)).toEqual(['available']);
  });

  test('after all of it the ledger is in order', async () => {
    expect(await findBrokenInvariants(query)).toEqual([]);
  });
});
