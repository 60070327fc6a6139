import { beforeEach, describe, expect, test } from '@jest/globals';
import { createSilence } from '../test-support/create-silence.ts';
import { notSent, openTestLedger, refused } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query, sweeps } = ledger;
const { silent, beatAllAlong, laterSuccess, forgetBeats, judge } = createSilence(ledger);

beforeEach(forgetBeats);

async function leaseOver(pushId: string): Promise<void> {
  await query(`update pushes set lease_until = now() - interval '1 second' where id = $1`, [
    pushId,
  ]);
  await sweeps.expireLeases(100);
}

/** Silent, judged as not sent, and in flight again. */
async function inFlightAgain() {
  const world = await silent();
  await beatAllAlong();
  await laterSuccess(world.app);
  await judge();
  return { ...world, second: await ledger.take(world.pushId, 1) };
}

describe('A 43101 that comes after the lease', () => {
  test('when nothing else explains it, then the first was delivered, as in time', async () => {
    const { pushId, second } = await inFlightAgain();
    await leaseOver(pushId);
    await ledger.settle(second, refused(43101));
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'sent',
      reason: { code: 'inferred-by-43101' },
    });
  });

  test('when the user revoked in between, then a person must judge, as in time', async () => {
    const { app, userId, pushId, second } = await inFlightAgain();
    await app.storeEvent(userId, {
      type: 'subscribe_msg_change_event',
      items: [{ templateId: 'tpl-1', status: 'reject' }],
    });
    await hotPath.applyEvents(10);
    await leaseOver(pushId);
    await ledger.settle(second, refused(43101));
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'unconfirmed',
      reason: { code: 'grant-revoked' },
    });
  });

  test('when the first turned out not sent, then it tells of the grant alone', async () => {
    const { userId, pushId, second } = await inFlightAgain();
    const [first] = await query<{ id: string }>(
      'select id from attempts where push_id = $1 and number = 1',
      [pushId],
    );
    await ledger.settle({ ...second, attemptId: first!.id, attemptNumber: 1 }, notSent);
    await leaseOver(pushId);
    await ledger.settle(second, refused(43101));
    expect(await ledger.read(pushId)).toMatchObject({ state: 'queued' });
    expect(await ledger.grants(userId)).toEqual(['void']);
  });

  test('when the grant had become doubtful, then a person must judge, as in time', async () => {
    const { userId, pushId, second } = await inFlightAgain();
    await query('update grants set is_doubtful = true where user_id = $1', [userId]);
    await leaseOver(pushId);
    await ledger.settle(second, refused(43101));
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'unconfirmed',
      reason: { code: 'grant-unknown' },
    });
  });

  test('when the push has ended since, then the other grants of that time are void all the same', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 2);
    const pushId = await app.push(userId);
    const first = await ledger.take(pushId);
    await leaseOver(pushId);
    await query('update pushes set expires_at = now() where id = $1', [pushId]);
    await sweeps.expirePushes(10);
    await ledger.settle(first, refused(43101));
    expect(await ledger.grants(userId)).toEqual(['void', 'void']);
  });
});
