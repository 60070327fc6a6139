import { describe, expect, test } from '@jest/globals';
import {
  accepted,
  openTestLedger,
  refused,
  unconfirmed,
  type TestApp,
} from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query } = ledger;

const sentEvent = (
  app: TestApp,
  userId: string,
  item: { msgid: string; errorCode?: string; errorStatus?: string },
  createdAt = new Date(),
) =>
  app.storeEvent(userId, {
    type: 'subscribe_msg_sent_event',
    items: [{ templateId: 'tpl-1', errorCode: '0', errorStatus: 'success', ...item }],
    createdAt,
  });
const applyAll = () => hotPath.applyEvents(1000);

async function sending(change: { onUnconfirmed?: 'reconcile' | 'resend' } = {}, grants = 1) {
  const app = await ledger.newApp();
  const userId = await app.newUser();
  await app.give(userId, grants);
  const pushId = await app.push(userId, change);
  return { app, userId, pushId, push: await ledger.take(pushId) };
}

describe('A sent event with a known msgid', () => {
  test("when a void grant's send is proven, then it is spent", async () => {
    const { app, userId, pushId, push } = await sending();
    await ledger.settle(push, unconfirmed);
    await query(`update grants set state = 'void' where user_id = $1`, [userId]);
    await sentEvent(app, userId, { msgid: '902' });
    await applyAll();
    expect(await ledger.grants(userId)).toEqual(['spent']);
    expect((await ledger.read(pushId)).state).toBe('sent');
  });

  test('when another app uses the same msgid, then nothing is confirmed', async () => {
    const { pushId, push } = await sending();
    await ledger.settle(push, accepted('903'));
    const other = await ledger.newApp();
    await sentEvent(other, await other.newUser(), { msgid: '903' });
    await applyAll();
    expect((await ledger.read(pushId)).delivery).toBe('pending');
  });
});

describe('A sent event without a known msgid', () => {
  test('when one is unconfirmed and another in flight, then it waits for the one in flight', async () => {
    const { app, userId, pushId, push } = await sending({}, 2);
    await ledger.settle(push, unconfirmed);
    const secondId = await app.push(userId);
    const second = await ledger.take(secondId);
    await sentEvent(app, userId, { msgid: '913' });
    await applyAll();
    expect((await ledger.read(pushId)).state).toBe('unconfirmed');
    await ledger.settle(second, accepted('913'));
    expect(await ledger.read(secondId)).toMatchObject({ state: 'sent', delivery: 'confirmed' });
    expect((await ledger.read(pushId)).state).toBe('unconfirmed');
  });

  test('when the attempt began after the event, then it is not its', async () => {
    const { app, userId, pushId, push } = await sending();
    await ledger.settle(push, unconfirmed);
    await sentEvent(app, userId, { msgid: '916' }, new Date(Date.now() - 10_000));
    await applyAll();
    expect((await ledger.read(pushId)).state).toBe('unconfirmed');
  });

  test('when the push waits to be resent, then the proof ends it and what is parked behind it goes on', async () => {
    const { app, userId, pushId, push } = await sending({ onUnconfirmed: 'resend' }, 2);
    await ledger.settle(push, unconfirmed);
    await app.push(userId);
    const parked = await app.push(userId);
    expect((await ledger.read(parked)).state).toBe('parked');
    await sentEvent(app, userId, { msgid: '917' });
    const { due } = await applyAll();
    expect((await ledger.read(pushId)).state).toBe('sent');
    // One grant was used by the proven send, the other is the second push's.
    expect((await ledger.grants(userId)).sort()).toEqual(['available', 'spent']);
    expect(due).toEqual([]);
    expect((await ledger.read(parked)).state).toBe('parked');
    expect(await ledger.claim(pushId, 1)).toEqual({ kind: 'gone' });
  });

  test('when the push was held to be sent by inference, then it is confirmed', async () => {
    const { app, userId, pushId, push } = await sending({ onUnconfirmed: 'resend' });
    await ledger.settle(push, unconfirmed, { dueAt: new Date() });
    await ledger.settle(await ledger.take(pushId, 1), refused(43101));
    expect(await ledger.read(pushId)).toMatchObject({ state: 'sent', delivery: 'pending' });
    await sentEvent(app, userId, { msgid: '918' });
    await applyAll();
    expect((await ledger.read(pushId)).delivery).toBe('confirmed');
  });

  test("when the proof comes while a second attempt is under way, then that attempt's end ends the push as confirmed", async () => {
    for (const [index, outcome] of [refused(43101), refused(-1), unconfirmed].entries()) {
      const { app, userId, pushId, push } = await sending({ onUnconfirmed: 'resend' });
      await ledger.settle(push, unconfirmed, { dueAt: new Date() });
      const second = await ledger.take(pushId, 1);
      // The first attempt's answer had named its message before it was lost.
      await query('update attempts set msgid = $2 where id = $1', [
        push.attemptId,
        `proof-${index}`,
      ]);
      await sentEvent(app, userId, { msgid: `proof-${index}` });
      await applyAll();
      expect((await ledger.read(pushId)).state).toBe('sending');
      await ledger.settle(second, outcome);
      expect(await ledger.read(pushId)).toMatchObject({
        state: 'sent',
        delivery: 'confirmed',
        reason: null,
      });
      expect(await ledger.grants(userId)).toEqual(['spent']);
    }
  });

  test('when nothing fits, then it waits', async () => {
    const app = await ledger.newApp();
    await sentEvent(app, await app.newUser(), { msgid: '919' });
    expect((await applyAll()).applied).toBe(1);
    const [row] = await query('select attempt_id from sent_event_items where msgid = $1', ['919']);
    expect(row).toEqual({ attempt_id: null });
  });
});

describe('A poison event', () => {
  test('when an event cannot be applied, then its neighbours are, and it is set aside after five tries', async () => {
    const app = await ledger.newApp();
    const [good, bad] = [await app.newUser(), await app.newUser()];
    const poison = await app.storeEvent(bad, {
      type: 'subscribe_msg_popup_event',
      items: [{ templateId: 'tpl-1' }],
    });
    await app.storeEvent(good, {
      type: 'subscribe_msg_popup_event',
      items: [{ templateId: 'tpl-1', status: 'accept' }],
    });

    expect((await applyAll()).applied).toBe(1);
    expect(await ledger.grants(good)).toEqual(['available']);
    for (let round = 2; round <= 4; round += 1) await applyAll();
    const read = async () =>
      (
        await query(
          'select tries, processed_at is not null as is_done, problem from events where id = $1',
          [poison],
        )
      )[0];
    expect(await read()).toMatchObject({ tries: 4, is_done: false });
    await applyAll();
    expect(await read()).toMatchObject({
      tries: 5,
      is_done: true,
      problem: expect.stringContaining('null value'),
    });
    expect((await applyAll()).applied).toBe(0);
  });

  test('when an event is of a kind we do not know, then it is marked as processed', async () => {
    const app = await ledger.newApp();
    await app.storeEvent(await app.newUser(), { type: 'debug_demo', items: [] });
    expect((await applyAll()).applied).toBe(1);
  });
});
