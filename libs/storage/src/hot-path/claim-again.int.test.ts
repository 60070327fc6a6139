import { expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { accepted, openTestLedger, settlementOf } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query } = ledger;

const claimAs = async (attemptId: string, pushId: string) => {
  const requests = [{ pushId, cycle: 0, attemptId }];
  const [result] = await hotPath.claimPushes({ requests, workerId: 'worker-1', leaseMs: 15_000 });
  return result!;
};

async function readyPush() {
  const app = await ledger.newApp();
  const userId = await app.newUser();
  await app.give(userId);
  return { userId, pushId: await app.push(userId), attemptId: uuidv7() };
}

test('when a claim is asked for again with its attempt id, then it is answered as it was made and nothing is taken twice', async () => {
  const { userId, pushId, attemptId } = await readyPush();
  const first = await claimAs(attemptId, pushId);
  expect(first.kind).toBe('claimed');

  expect(await claimAs(attemptId, pushId)).toEqual(first);

  expect(await ledger.read(pushId)).toMatchObject({ state: 'sending', attempts: 1 });
  expect(await ledger.grants(userId)).toEqual(['reserved']);
  expect(await query('select 1 as n from attempts where push_id = $1', [pushId])).toHaveLength(1);
  if (first.kind !== 'claimed') throw new Error('not claimed');
  await hotPath.settleAttempts([settlementOf(first.push, accepted())]);
  expect((await ledger.read(pushId)).state).toBe('sent');
});

test('when another attempt asks, or the attempt is settled, then there is nothing to take', async () => {
  const { pushId, attemptId } = await readyPush();
  const first = await claimAs(attemptId, pushId);
  expect(await claimAs(uuidv7(), pushId)).toEqual({ kind: 'gone' });
  if (first.kind !== 'claimed') throw new Error('not claimed');
  await hotPath.settleAttempts([settlementOf(first.push, accepted())]);
  expect(await claimAs(attemptId, pushId)).toEqual({ kind: 'gone' });
});
