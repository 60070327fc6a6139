import { describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import {
  accepted,
  notSent,
  openTestLedger,
  refused,
  unconfirmed,
} from '../test-support/open-test-ledger.ts';
import { findBrokenInvariants } from '../test-support/find-broken-invariants.ts';

const ledger = await openTestLedger();
const { hotPath, query, sweeps } = ledger;

/** An unconfirmed push that an operator called dead, or that expired so, and that was then put back. */
async function replayed({ byVerdict = true, grants = 2 } = {}) {
  const app = await ledger.newApp();
  const userId = await app.newUser();
  await app.give(userId, grants);
  const pushId = await app.push(userId);
  const first = await ledger.take(pushId);
  await ledger.settle(first, unconfirmed);
  if (byVerdict) {
    const word = { verdict: 'dead', actor: 'key:2', reason: null, requestId: null } as const;
    await hotPath.giveVerdict({ pushId, ...word });
  } else {
    await query('update pushes set expires_at = now() where id = $1', [pushId]);
    await sweeps.expirePushes(100);
  }
  const answer = await hotPath.replayPush({
    pushId,
    ttlSeconds: null,
    allowsDuplicates: !byVerdict,
    actor: 'key:1',
  });
  expect(answer.result).toEqual({ kind: 'queued' });
  return { app, userId, pushId, first };
}

const reportSuccess = async (
  { app, userId }: Pick<Awaited<ReturnType<typeof replayed>>, 'app' | 'userId'>,
  msgid: string = uuidv7(),
) => {
  await app.storeEvent(userId, {
    type: 'subscribe_msg_sent_event',
    items: [{ templateId: 'tpl-1', msgid, errorCode: '0', errorStatus: 'success' }],
  });
  await hotPath.applyEvents(100);
};

describe('News of an attempt from before a replay', () => {
  test('when a late answer says accepted while the second is under way, then the second is the last', async () => {
    for (const byVerdict of [true, false]) {
      const { userId, pushId, first } = await replayed({ byVerdict });
      const second = await ledger.take(pushId, 1);
      await ledger.settle(first, accepted());
      await ledger.settle(second, refused(-1));
      expect(await ledger.read(pushId)).toMatchObject({ state: 'sent', delivery: 'pending' });
      expect(await ledger.grants(userId)).toContain('spent');
    }
  });

  test('when an event says so, then the second is the last, also where its worker never answers', async () => {
    const one = await replayed();
    const second = await ledger.take(one.pushId, 1);
    await reportSuccess(one);
    await ledger.settle(second, notSent);
    expect(await ledger.read(one.pushId)).toMatchObject({ state: 'sent', delivery: 'confirmed' });

    const other = await replayed();
    const silent = await ledger.take(other.pushId, 1);
    await ledger.settle(other.first, accepted());
    await query(`update pushes set lease_until = now() - interval '1 second' where id = $1`, [
      silent.pushId,
    ]);
    await sweeps.expireLeases(100);
    expect(await ledger.read(other.pushId)).toMatchObject({ state: 'sent' });
  });

  test('when an event says so while it waits, then it is not sent again', async () => {
    const one = await replayed();
    await reportSuccess(one);
    expect(await ledger.read(one.pushId)).toMatchObject({ state: 'sent', delivery: 'confirmed' });
    expect(await ledger.claim(one.pushId, 1)).toEqual({ kind: 'gone' });
  });

  test('when the event may be of another push as well, then that one is not called sent by it', async () => {
    const one = await replayed({ grants: 3 });
    const otherId = await one.app.push(one.userId);
    await ledger.settle(await ledger.take(otherId), unconfirmed);
    await reportSuccess(one);
    expect(await ledger.read(otherId)).toMatchObject({ state: 'unconfirmed' });
  });

  test('when the second was accepted, then an event may still be of the first', async () => {
    const one = await replayed({ grants: 3 });
    await ledger.settle(await ledger.take(one.pushId, 1), accepted());
    const otherId = await one.app.push(one.userId);
    await ledger.settle(await ledger.take(otherId), unconfirmed);
    await reportSuccess(one);
    expect(await ledger.read(otherId)).toMatchObject({ state: 'unconfirmed' });
  });

  test('when an operator had the first sent again and the second was accepted, then neither is it certain', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 3);
    const pushId = await app.push(userId);
    await ledger.settle(await ledger.take(pushId), unconfirmed);
    const word = { verdict: 'resend', actor: 'key:2', reason: null, requestId: null } as const;
    await hotPath.giveVerdict({ pushId, ...word });
    await ledger.settle(await ledger.take(pushId, 1), accepted());
    const otherId = await app.push(userId);
    await ledger.settle(await ledger.take(otherId), unconfirmed);
    await reportSuccess({ app, userId });
    expect(await ledger.read(otherId)).toMatchObject({ state: 'unconfirmed' });
  });

  test('when the event said that it failed, then a 43101 to the second parks it', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 2);
    const pushId = await app.push(userId);
    await ledger.settle(await ledger.take(pushId), unconfirmed);
    await app.storeEvent(userId, {
      type: 'subscribe_msg_sent_event',
      items: [{ templateId: 'tpl-1', msgid: '1', errorCode: '1', errorStatus: 'system failed' }],
    });
    await hotPath.applyEvents(100);
    const wish = { ttlSeconds: null, allowsDuplicates: false, actor: 'key:1' };
    await hotPath.replayPush({ pushId, ...wish });
    const second = await ledger.take(pushId, 1);
    expect(second.hadUnconfirmed).toBe(false);
    await ledger.settle(second, refused(43101));
    expect(await ledger.read(pushId)).toMatchObject({ state: 'parked' });
  });

  test('after all of it the ledger is in order', async () => {
    expect(await findBrokenInvariants(query)).toEqual([]);
  });
});

describe('An event that says an attempt failed', () => {
  test('when a later attempt is still in doubt, then the push waits for news of that one', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 2);
    const pushId = await app.push(userId, { onUnconfirmed: 'hold' });
    const first = await ledger.take(pushId);
    await ledger.settle(first, unconfirmed);
    await hotPath.giveVerdict({
      ...{ pushId, verdict: 'resend', actor: 'key:2', reason: null, requestId: null },
    });
    await ledger.settle(await ledger.take(pushId, 1), unconfirmed);
    await query('update attempts set msgid = $2 where id = $1', [first.attemptId, 'm-1']);
    await app.storeEvent(userId, {
      type: 'subscribe_msg_sent_event',
      items: [{ templateId: 'tpl-1', msgid: 'm-1', errorCode: '1', errorStatus: 'failed' }],
    });
    await hotPath.applyEvents(100);
    expect(await ledger.read(pushId)).toMatchObject({ state: 'unconfirmed' });
    await reportSuccess({ app, userId });
    expect(await ledger.read(pushId)).toMatchObject({ state: 'sent', delivery: 'confirmed' });
    expect(await ledger.grants(userId)).toContain('spent');
  });
});
