import { describe, expect, test } from '@jest/globals';
import {
  accepted,
  notSent,
  openTestLedger,
  refused,
  unconfirmed,
} from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { query, sweeps } = ledger;

/** A worker that was suspended: its push's lease is over and a sweep has noticed. */
async function overdue(onUnconfirmed: 'reconcile' | 'resend' = 'reconcile') {
  const app = await ledger.newApp();
  const userId = await app.newUser();
  await app.give(userId);
  const pushId = await app.push(userId, { onUnconfirmed });
  const push = await ledger.take(pushId);
  await query(`update pushes set lease_until = now() - interval '1 second' where id = $1`, [
    pushId,
  ]);
  await sweeps.expireLeases(100);
  return { app, userId, pushId, push };
}

const readAttempts = (pushId: string) =>
  query<{ outcome: string; is_late: boolean }>(
    'select outcome, is_late from attempts where push_id = $1 order by number',
    [pushId],
  );

describe('An answer after the lease, the push still unconfirmed from that attempt', () => {
  test('when WeChat had accepted, then the push is sent', async () => {
    const { userId, pushId, push } = await overdue();
    const { settled } = await ledger.settle(push, accepted('77'));
    expect(settled).toMatchObject([{ state: 'sent', isSuperseded: false }]);
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'sent',
      delivery: 'pending',
      had_unconfirmed: false,
    });
    expect(await ledger.grants(userId)).toEqual(['spent']);
    expect(await readAttempts(pushId)).toEqual([{ outcome: 'accepted', is_late: true }]);
    expect(await ledger.transitions(pushId)).toEqual([
      'sending -> unconfirmed by sweep',
      'unconfirmed -> sent by worker',
    ]);
  });

  test('when it never left, then the push is tried again and a later 43101 infers nothing', async () => {
    const { pushId, push } = await overdue();
    await ledger.settle(push, notSent, { dueAt: new Date() });
    expect(await ledger.read(pushId)).toMatchObject({ state: 'retrying', had_unconfirmed: false });
    expect((await ledger.take(pushId, 1)).hadUnconfirmed).toBe(false);
  });

  test('when it says again that nobody knows, then nothing changes', async () => {
    const { userId, pushId, push } = await overdue();
    await ledger.settle(push, unconfirmed);
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'unconfirmed',
      had_unconfirmed: true,
    });
    expect(await ledger.grants(userId)).toEqual(['reserved']);
    expect(await readAttempts(pushId)).toEqual([{ outcome: 'unconfirmed', is_late: false }]);
  });
});

describe('An answer of a superseded attempt', () => {
  test('when the push waits to be resent and the answer says accepted, then it is not sent again', async () => {
    const { userId, pushId, push } = await overdue('resend');
    expect(await ledger.read(pushId)).toMatchObject({ state: 'queued', cycle: 1 });
    await ledger.settle(push, accepted('78'));
    expect((await ledger.read(pushId)).state).toBe('sent');
    expect(await ledger.grants(userId)).toEqual(['spent']);
    expect(await ledger.claim(pushId, 1)).toEqual({ kind: 'gone' });
  });

  test('when its grant is reserved by another push by now, then that one keeps it', async () => {
    const { app, userId, pushId, push } = await overdue('resend');
    const other = await app.push(userId, { onNoGrant: 'send-anyway' });
    const taken = await ledger.take(other);
    await ledger.settle(push, accepted('81'));
    expect((await ledger.read(pushId)).state).toBe('sent');
    expect(await ledger.grants(userId)).toEqual(['reserved']);
    await ledger.settle(taken, refused(40003));
    expect(await ledger.grants(userId)).toEqual(['available']);
  });

  test('when the second is under way, then the answer is kept and the second ends the push as sent', async () => {
    const { userId, pushId, push } = await overdue('resend');
    const second = await ledger.take(pushId, 1);
    const late = await ledger.settle(push, accepted('79'));
    expect(late.settled).toMatchObject([{ isSuperseded: true, state: 'sending' }]);
    expect(await readAttempts(pushId)).toEqual([
      { outcome: 'accepted', is_late: true },
      { outcome: null, is_late: false },
    ]);

    await ledger.settle(second, refused(-1));

    expect(await ledger.read(pushId)).toMatchObject({ state: 'sent', delivery: 'pending' });
    expect(await ledger.grants(userId)).toEqual(['spent']);
  });

  test('when it was refused and the second is under way, then only the attempt remembers it', async () => {
    const { pushId, push } = await overdue('resend');
    const second = await ledger.take(pushId, 1);
    await ledger.settle(push, refused(47003));
    expect((await ledger.read(pushId)).state).toBe('sending');
    await ledger.settle(second, accepted('80'));
    expect((await ledger.read(pushId)).state).toBe('sent');
    expect(await readAttempts(pushId)).toMatchObject([
      { outcome: 'refused', is_late: true },
      { outcome: 'accepted' },
    ]);
  });
});
