import { describe, expect, test } from '@jest/globals';
import type { ClaimedPush } from '../hot-path.ts';
import { newKeepingApp } from '../test-support/new-keeping-app.ts';
import { openTestLedger, refused, unconfirmed } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger({ poolMax: 8 });
const { hotPath, query, sweeps } = ledger;

const purpose = 'order-42';
const other = 'order-43';
const setUp = () => newKeepingApp(ledger);
type Case = Awaited<ReturnType<typeof setUp>>;

const ahead = () => new Date(Date.now() + 60_000);
const queueDue = async ({ userId }: Case) => {
  await query(`update pushes set due_at = now() where user_id = $1 and state = 'scheduled'`, [
    userId,
  ]);
  return sweeps.queueDue(100);
};
const expireLease = async (pushId: string) => {
  await query(`update pushes set lease_until = now() - interval '1 second' where id = $1`, [
    pushId,
  ]);
  return sweeps.expireLeases(100);
};
const replay = (pushIds: string[]) =>
  query('select replay_pushes($1, null, false, null, $2, null)', [pushIds, 'key:op']);
const statesOf = ({ stateOf }: Case, ids: string[]) => Promise.all(ids.map(stateOf));

/** A push that was sent with a free grant, its answer still to come. */
async function underWay({ app, userId, push, take }: Case, change = {}) {
  await app.give(userId);
  return take(await push(change));
}
/** A dead letter, no grant left. */
async function dead(one: Case, change = {}) {
  const taken = await underWay(one, change);
  await ledger.settle(taken, refused(47003));
  await one.send(await one.push());
  return taken.pushId;
}

describe('A grant kept for a purpose whose time is over', () => {
  /** What puts the earmarked grants of a key in order; some of it begins before the grant is there. */
  const stirs: [string, (one: Case) => Promise<() => Promise<unknown>>][] = [
    [
      'a push of another purpose comes',
      ({ push }) => Promise.resolve(() => push({ purpose: other })),
    ],
    [
      'one of another purpose is due',
      async (one) => {
        await one.push({ purpose: other, sendAt: ahead() });
        return () => queueDue(one);
      },
    ],
    [
      'one of another purpose is replayed',
      async (one) => {
        const pushId = await dead(one, { purpose: other });
        return () => replay([pushId]);
      },
    ],
    [
      'the lease of another is over',
      async (one) => {
        const { pushId } = await underWay(one);
        return () => expireLease(pushId);
      },
    ],
    [
      'silence is judged',
      async (one) => {
        await ledger.settle(await underWay(one), unconfirmed);
        return () => sweeps.judgeUnconfirmed({ limit: 100, windowMs: 0 });
      },
    ],
    [
      'a revocation of before is told',
      async ({ app, userId }) => {
        await app.storeEvent(userId, {
          type: 'subscribe_msg_change_event',
          items: [{ templateId: 'tpl-1', status: 'reject' }],
          createdAt: new Date(Date.now() - 20_000),
        });
        return () => hotPath.applyEvents(100);
      },
    ],
  ];

  test.each(stirs)(
    'when %s, then it stays kept, and the sweep of earmarks gives it to what is parked',
    async (_name, prepare) => {
      const one = await setUp();
      const { app, userId, push, stateOf, grants, timeIsOver, holds } = one;
      const stir = await prepare(one);
      await app.report(userId, 'accept', purpose);
      const plain = await push({ priority: 'high' });
      await timeIsOver();
      await stir();
      expect((await grants()).at(-1)).toBe('order-42 kept');
      expect(await stateOf(plain)).toBe('parked');
      await holds();

      const { due } = await sweeps.endEarmarks(100);
      expect(due.map(({ pushId }) => pushId)).toEqual([plain]);
      expect((await grants()).at(-1)).toBe('order-42 available');
      await holds();
    },
  );

  test('when pushes of its purpose are due, then it serves those, and no other is let go for it', async () => {
    const { app, userId, push, stateOf, take, grants, timeIsOver, holds } = await setUp();
    await app.report(userId, 'accept', purpose);
    await timeIsOver();
    await app.report(userId, 'accept', purpose);
    const plain = await push();
    const own = await push({ purpose });
    expect(await grants()).toEqual(['order-42 available', 'order-42 kept']);
    await ledger.settle(await take(own), refused(47003));
    expect(await stateOf(plain)).toBe('parked');
    expect((await sweeps.endEarmarks(100)).due.map(({ pushId }) => pushId)).toEqual([plain]);
    await holds();
  });

  test('when it is free again, then nothing keeps it anew', async () => {
    const { app, userId, push, stateOf, grants, timeIsOver, holds } = await setUp();
    await app.report(userId, 'accept', purpose);
    await timeIsOver();
    await sweeps.endEarmarks(100);
    await push({ purpose: other, sendAt: ahead() });
    expect(await grants()).toEqual(['order-42 available']);
    expect(await stateOf(await push())).toBe('queued');
    await holds();
  });
});

describe('A grant that comes to its own push', () => {
  test('when that counted on a free one and is to be sent again, then the free one goes to what is parked', async () => {
    const judged = async (own: ClaimedPush) => {
      await ledger.settle(own, unconfirmed);
      return hotPath.giveVerdict({
        ...{
          pushId: own.pushId,
          verdict: 'resend',
          actor: 'key:op',
          reason: null,
          requestId: null,
        },
      });
    };
    const lost = ({ pushId }: ClaimedPush) => expireLease(pushId);
    for (const [onUnconfirmed, sendAgain] of [
      ['hold', judged],
      ['resend', lost],
    ] as const) {
      const one = await setUp();
      const own = await underWay(one, { purpose, onUnconfirmed });
      await one.app.report(one.userId, 'accept', purpose);
      const plain = await one.push();
      const { due } = await sendAgain(own);
      expect(due.map(({ pushId }) => pushId)).toEqual([own.pushId, plain]);
      expect(await one.grants()).toEqual(['- available', 'order-42 available']);
      await one.holds();
    }
  });
});
