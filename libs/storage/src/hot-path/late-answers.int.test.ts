import { describe, expect, test } from '@jest/globals';
import { findBrokenInvariants } from '../test-support/find-broken-invariants.ts';
import {
  accepted,
  notSent,
  openTestLedger,
  refused,
  unconfirmed,
} from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query, sweeps } = ledger;

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

const verdict = (pushId: string, word: 'resend' | 'dead') =>
  hotPath.giveVerdict({ pushId, verdict: word, actor: 'key:2', reason: null, requestId: null });

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

  test('when it was not sent after all, then nothing of the push is in doubt any more', async () => {
    const { userId, pushId, push } = await overdue();
    await verdict(pushId, 'resend');
    await ledger.settle(push, notSent);
    expect(await ledger.read(pushId)).toMatchObject({ state: 'queued', had_unconfirmed: false });
    const second = await ledger.take(pushId, 1);
    expect(second.hadUnconfirmed).toBe(false);
    await ledger.settle(second, refused(43101));
    expect(await ledger.read(pushId)).toMatchObject({ state: 'parked' });
    expect(await ledger.grants(userId)).toEqual(['void']);
  });

  test.each(['resend', null] as const)(
    'when it turns out not sent while the second is in flight (verdict %s), then a 43101 to that one proves nothing: it parks',
    async (word) => {
      const { userId, pushId, push } = await overdue();
      await verdict(pushId, 'resend');
      await query('update pushes set operator_verdict = $2 where id = $1', [pushId, word]);
      // As silence would have it: the endpoint was up, and the grant is the first attempt's own.
      await query(`insert into heartbeats values ('api-late', 'api', now())`);
      await query(`update attempts set started_at = now() where push_id = $1`, [pushId]);
      const second = await ledger.take(pushId, 1);
      expect(second.hadUnconfirmed).toBe(true);
      await ledger.settle(push, notSent);
      const { due } = await ledger.settle(second, refused(43101));
      expect(due).toMatchObject([{ pushId, cycle: 2 }]);
      expect(await ledger.grants(userId)).toEqual(['void']);
      expect(await ledger.claim(pushId, 2)).toEqual({ kind: 'moved', state: 'parked' });
      await query('delete from heartbeats');
    },
  );

  test('when silence was taken for it and it says the same, then the second is not doubted', async () => {
    const { pushId, push } = await overdue();
    await query(
      `update pushes set state = 'queued', cycle = 1, grant_id = null, reason = null where id = $1`,
      [pushId],
    );
    await query(`update grants set state = 'available', push_id = null where push_id = $1`, [
      pushId,
    ]);
    expect((await ledger.settle(push, notSent)).settled).toMatchObject([{ isSuperseded: true }]);
    expect(await ledger.claim(pushId, 1)).toMatchObject({ kind: 'claimed' });
  });

  test('when it was the last in doubt, then the push is tried again although a later attempt was answered', async () => {
    const { pushId, push } = await overdue();
    await verdict(pushId, 'resend');
    const second = await ledger.take(pushId, 1);
    await ledger.settle(second, unconfirmed);
    await ledger.settle(second, notSent, { dueAt: new Date() });
    // The first may still have been delivered.
    expect(await ledger.claim(pushId, 2)).toMatchObject({ kind: 'moved', state: 'unconfirmed' });
    await ledger.settle(push, notSent, { dueAt: new Date() });
    expect(await ledger.read(pushId)).toMatchObject({ state: 'retrying', had_unconfirmed: false });
  });

  test('when it was accepted and the second is unconfirmed by now, then the push is sent', async () => {
    const { userId, pushId, push } = await overdue();
    await verdict(pushId, 'resend');
    await ledger.settle(await ledger.take(pushId, 1), unconfirmed);
    expect(await ledger.read(pushId)).toMatchObject({ state: 'unconfirmed' });
    await ledger.settle(push, accepted('81'));
    expect(await ledger.read(pushId)).toMatchObject({ state: 'sent', delivery: 'pending' });
    expect(await ledger.grants(userId)).toEqual(['spent']);
  });

  test.each([
    ['not sent', notSent, 'available'],
    ['refused for another reason', refused(40003), 'available'],
    ['refused for want of a grant', refused(43101), 'void'],
    ['not known either', unconfirmed, 'spent'],
  ] as const)(
    'when the push expired unconfirmed and the answer is %s, then the grant written off is %s',
    async (_, outcome, grant) => {
      const { app, userId, pushId, push } = await overdue();
      const parked = await app.push(userId);
      await query(`update pushes set expires_at = now() where id = $1`, [pushId]);
      await sweeps.expirePushes(100);
      expect(await ledger.read(pushId)).toMatchObject({ state: 'dead' });
      expect(await ledger.grants(userId)).toEqual(['spent']);

      const { due } = await ledger.settle(push, outcome);

      expect(await ledger.grants(userId)).toEqual([grant]);
      expect(await ledger.read(pushId)).toMatchObject({ state: 'dead' });
      // What it can pay for goes out.
      expect(due.map(({ pushId: id }) => id)).toEqual(grant === 'available' ? [parked] : []);
    },
  );

  test.each([
    ['the push expired unconfirmed', 'expiry'],
    ['an operator called it dead', 'verdict'],
  ])(
    'when %s and the answer is that it went out, then it is sent, its grant spent, and it is replayed no more',
    async (_, how) => {
      const { userId, pushId, push } = await overdue();
      if (how === 'verdict') await verdict(pushId, 'dead');
      else await query(`update pushes set expires_at = now() where id = $1`, [pushId]);
      await sweeps.expirePushes(100);
      expect(await ledger.read(pushId)).toMatchObject({ state: 'dead' });

      await ledger.settle(push, accepted('82'));

      expect(await ledger.read(pushId)).toMatchObject({ state: 'sent', delivery: 'pending' });
      expect(await ledger.grants(userId)).toEqual(['spent']);
      expect((await ledger.transitions(pushId)).at(-1)).toBe('dead -> sent by worker');
      await ledger.settle(push, accepted('82'));
      expect(
        (await ledger.transitions(pushId)).filter((step) => step.includes('-> sent')),
      ).toHaveLength(1);
    },
  );

  test('when WeChat has said since that it holds none, then the grant stays written off', async () => {
    const { app, userId, pushId, push } = await overdue();
    await query(`update pushes set expires_at = now() where id = $1`, [pushId]);
    await sweeps.expirePushes(100);
    await app.give(userId);
    const later = await app.push(userId, { onNoGrant: 'reject' });
    await ledger.settle(await ledger.take(later), refused(43101));
    await ledger.settle(push, notSent);
    expect((await ledger.grants(userId)).sort()).toEqual(['spent', 'void']);
  });

  test('when an earlier attempt with the same grant is in doubt as well, then the grant stays written off', async () => {
    const { userId, pushId, push } = await overdue();
    await verdict(pushId, 'resend');
    const second = await ledger.take(pushId, 1);
    await ledger.settle(second, unconfirmed);
    await query(`update pushes set expires_at = now() where id = $1`, [pushId]);
    await sweeps.expirePushes(100);
    await ledger.settle(second, notSent);
    expect(await ledger.grants(userId)).toEqual(['spent']);
    await ledger.settle(push, notSent);
    expect(await ledger.grants(userId)).toEqual(['available']);
  });

  test('after all of it the ledger is in order', async () => {
    expect(await findBrokenInvariants(query)).toEqual([]);
  });
});
