import { describe, expect, test } from '@jest/globals';
import { decideNext, RETRIES_MAX } from '@yuexin/domain';
import { openTestLedger, unconfirmed } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { query, sweeps } = ledger;

/** Taken by a worker that does not come back. */
async function strand(change: {
  onUnconfirmed: 'resend' | 'hold' | 'reconcile';
  retries: number;
  secondsLeft: number;
}) {
  const app = await ledger.newApp();
  const userId = await app.newUser();
  await app.give(userId);
  const pushId = await app.push(userId, { onUnconfirmed: change.onUnconfirmed });
  await query('update pushes set retries = $2 where id = $1', [pushId, change.retries]);
  const push = await ledger.take(pushId);
  const expiresAt = new Date(Date.now() + change.secondsLeft * 1000);
  await query(
    `update pushes set lease_until = now() - interval '1 second', expires_at = $2 where id = $1`,
    [pushId, expiresAt],
  );
  return { userId, pushId, push: { ...push, expiresAt } };
}

describe('A lease that is over', () => {
  test.each(
    (['resend', 'hold', 'reconcile'] as const).flatMap((onUnconfirmed) =>
      [0, RETRIES_MAX - 1, RETRIES_MAX, RETRIES_MAX + 1].flatMap((retries) =>
        [60, -1].map((secondsLeft) => ({ onUnconfirmed, retries, secondsLeft })),
      ),
    ),
  )(
    'when the worker of a push ($onUnconfirmed, $retries retries, $secondsLeft s left) does not come back, then it becomes what decide-next says of a lost answer',
    async (facts) => {
      const { userId, pushId, push } = await strand(facts);
      const decided = decideNext({
        ...{ push, outcome: unconfirmed, now: new Date(), random: () => 0 },
      });
      const { due } = await sweeps.expireLeases(100);
      const isAgain = decided.state === 'retrying';
      expect(await ledger.read(pushId)).toMatchObject({
        state: isAgain ? 'queued' : decided.state,
        reason: { code: decided.reason?.code },
        retries: facts.retries + Number(decided.countsAsRetry),
        had_unconfirmed: true,
      });
      expect(due.map((one) => one.pushId)).toEqual(isAgain ? [pushId] : []);
      const kept = { release: 'available', keep: 'reserved' } as Record<string, string>;
      expect(await ledger.grants(userId)).toEqual([kept[decided.grantEffect]]);
    },
  );

  test('when a push crashes every worker that takes it, then it is sent again a few times and no more', async () => {
    const { pushId } = await strand({ onUnconfirmed: 'resend', retries: 0, secondsLeft: 60 });
    let cycle = 0;
    for (; cycle <= RETRIES_MAX + 1; cycle += 1) {
      await sweeps.expireLeases(100);
      if ((await ledger.read(pushId)).state !== 'queued') break;
      await ledger.take(pushId, cycle + 1);
      await query(`update pushes set lease_until = now() - interval '1 second' where id = $1`, [
        pushId,
      ]);
    }
    const attempts = RETRIES_MAX + 1;
    expect(await ledger.read(pushId)).toMatchObject({ state: 'unconfirmed', attempts });
  });
});
