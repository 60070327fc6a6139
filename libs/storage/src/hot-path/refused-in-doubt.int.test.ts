import { describe, expect, test } from '@jest/globals';
import {
  accepted,
  openTestLedger,
  refused,
  settlementOf,
  unconfirmed,
} from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath } = ledger;

/** Its first attempt may have arrived; the second is on its way. */
async function takeTwice() {
  const app = await ledger.newApp();
  const userId = await app.newUser();
  await app.give(userId);
  const pushId = await app.push(userId, { onUnconfirmed: 'resend' });
  const first = await ledger.take(pushId);
  await ledger.settle(first, unconfirmed);
  const second = await ledger.take(pushId, 1);
  return { app, userId, pushId, first, second };
}

describe('A push whose last attempt WeChat refused while an earlier one was in doubt', () => {
  test('when an event proves the earlier, then the push is sent and its grant spent', async () => {
    const { app, userId, pushId, second } = await takeTwice();
    await ledger.settle(second, refused(41030));
    expect(await ledger.read(pushId)).toMatchObject({ state: 'dead', had_unconfirmed: true });
    const item = { templateId: 'tpl-1', msgid: '123', errorCode: '0', errorStatus: 'success' };
    await app.storeEvent(userId, { type: 'subscribe_msg_sent_event', items: [item] });
    await hotPath.applyEvents(100);
    expect(await ledger.read(pushId)).toMatchObject({ state: 'sent', delivery: 'confirmed' });
    expect(await ledger.grants(userId)).toEqual(['spent']);
  });

  test('when a late answer proves the earlier, then the push is sent and its grant spent', async () => {
    const { userId, pushId, first, second } = await takeTwice();
    await ledger.settle(second, refused(47003));
    await ledger.settle(first, accepted());
    expect(await ledger.read(pushId)).toMatchObject({ state: 'sent', delivery: 'pending' });
    expect(await ledger.grants(userId)).toEqual(['spent']);
  });

  test('when both answers are settled in one call, in whichever order, then the push is sent', async () => {
    for (const isReversed of [false, true]) {
      const { userId, pushId, first, second } = await takeTwice();
      const both = [settlementOf(first, accepted()), settlementOf(second, refused(47003))];
      const { settled, failed } = await hotPath.settleAttempts(isReversed ? both.reverse() : both);
      expect(settled).toHaveLength(2);
      expect(failed).toEqual([]);
      expect((await ledger.read(pushId)).state).toBe('sent');
      expect(await ledger.grants(userId)).toEqual(['spent']);
    }
  });

  test('when the earlier turns out not to have gone out, then the push stays dead and its grant is free', async () => {
    const { userId, pushId, first, second } = await takeTwice();
    await ledger.settle(second, refused(47003));
    await ledger.settle(first, refused(47003));
    expect(await ledger.read(pushId)).toMatchObject({ state: 'dead', had_unconfirmed: false });
    expect(await ledger.grants(userId)).toEqual(['available']);
  });
});
