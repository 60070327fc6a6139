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

describe('A grant kept for a purpose, beside pushes of another', () => {
  test('when both come in one batch, then it goes to its own, whichever is first', async () => {
    const one = await setUp();
    await one.app.report(one.userId, 'accept', purpose);
    const batch = [other, purpose].map((each) => one.app.newPush(one.userId, { purpose: each }));
    const { results } = await hotPath.acceptPushes(batch);
    expect(results).toMatchObject(
      batch.map(({ id }, at) => ({ pushId: id, state: ['parked', 'queued'][at] })),
    );
    expect(await one.grants()).toEqual(['order-42 available']);
    await one.holds();
  });

  test('when both are due at once, or replayed at once, then it goes to its own, whatever the priority', async () => {
    const due = await setUp();
    const scheduled = [
      await due.push({ purpose: other, sendAt: ahead(), priority: 'high' }),
      await due.push({ purpose, sendAt: ahead() }),
    ];
    await due.app.report(due.userId, 'accept', purpose);
    await queueDue(due);
    expect(await statesOf(due, scheduled)).toEqual(['parked', 'queued']);

    const again = await setUp();
    const letters = [await dead(again, { purpose: other }), await dead(again, { purpose })];
    await again.app.report(again.userId, 'accept', purpose);
    await replay(letters);
    expect(await statesOf(again, letters)).toEqual(['parked', 'queued']);
    await due.holds();
  });

  test('when a push of its purpose has fallbacks, then it takes one, and what is kept of the others stays so', async () => {
    const { app, userId, push, stateOf, grants, holds } = await setUp();
    await app.give(userId, 1, { templateId: 'tpl-1', purpose });
    await app.give(userId, 1, { templateId: 'tpl-2', purpose });
    const choices = ['tpl-1', 'tpl-2'].map((templateId) => ({ templateId, data: {} }));
    const [own, plain] = [
      app.newPush(userId, { purpose, choices }),
      app.newPush(userId, { templateId: 'tpl-2' }),
    ];
    await hotPath.acceptPushes([own, plain]);
    expect([await stateOf(own.id), await stateOf(plain.id)]).toEqual(['queued', 'parked']);
    expect(await grants()).toEqual(['order-42 available', 'order-42 kept']);
    const next = await push({ purpose, choices });
    expect(await ledger.read(next)).toMatchObject({ state: 'queued', template_id: 'tpl-2' });
    await holds();
  });

  test('when a push of another, or of none, takes the place of one of its own, then it is kept', async () => {
    for (const heir of [{}, { purpose: other }]) {
      const { app, userId, push, stateOf, grants, holds } = await setUp();
      await app.report(userId, 'accept', purpose);
      const own = await push({ purpose, replaces: 'place' });
      const next = await push({ ...heir, replaces: 'place' });
      expect([await stateOf(own), await stateOf(next)]).toEqual(['cancelled', 'parked']);
      expect(await grants()).toEqual(['order-42 kept']);
      await holds();
    }
  });

  test('when another that counts on a free one is sent first, then it takes that, though its own is older', async () => {
    for (const change of [{}, { purpose: other }]) {
      const { app, userId, push, take, grants, holds } = await setUp();
      await app.report(userId, 'accept', purpose);
      await app.give(userId);
      const own = await push({ purpose });
      await take(await push(change));
      expect(await grants()).toEqual(['order-42 available', '- reserved']);
      await hotPath.cancelPush({ pushId: own, actor: 'key:1' });
      expect(await grants()).toEqual(['order-42 kept', '- reserved']);
      await holds();
    }
  });

  test('when the free one that another counts on is lost, then that parks, and its own push is sent', async () => {
    for (const change of [{}, { purpose: other }]) {
      const { app, userId, push, stateOf, claim, send, grants, holds } = await setUp();
      await app.report(userId, 'accept', purpose);
      await app.give(userId);
      const [own, plain] = [await push({ purpose }), await push(change)];
      await query(`update grants set state = 'void' where user_id = $1 and purpose is null`, [
        userId,
      ]);
      await claim(plain);
      expect(await stateOf(plain)).toBe('parked');
      await send(own);
      expect(await grants()).toEqual(['order-42 spent', '- void']);
      await holds();
    }
  });

  test('when one that is sent without asking for grants took its place, then its push takes the next that is kept', async () => {
    const { app, userId, push, stateOf, send, grants, holds } = await setUp();
    await app.give(userId, 2, { purpose });
    const own = await push({ purpose, onNoGrant: 'reject' });
    await send(await push({ onNoGrant: 'send-anyway' }));
    expect(await grants()).toEqual(['order-42 spent', 'order-42 kept']);
    await send(own);
    expect([await stateOf(own), await grants()]).toEqual([
      ...['sent', ['order-42 spent', 'order-42 spent']],
    ]);
    await holds();
  });

  test('when others that ask for no grant are due, then its own goes out with it all the same', async () => {
    const ways: ((one: Case) => Promise<string>)[] = [
      ({ push }) => push({ purpose }),
      async (one) => {
        const own = await one.push({ purpose, sendAt: ahead() });
        await queueDue(one);
        return own;
      },
      async (one) => {
        const [own] = await query<{ id: string }>(
          `select id from pushes where user_id = $1 and state = 'dead'`,
          [one.userId],
        );
        await replay([own!.id]);
        return own!.id;
      },
    ];
    for (const way of ways) {
      const one = await setUp();
      await dead(one, { purpose });
      await one.app.report(one.userId, 'accept', purpose);
      await one.push({ onNoGrant: 'send-anyway' });
      expect(await one.stateOf(await way(one))).toBe('queued');
      expect((await one.grants()).at(-1)).toBe('order-42 available');
      await one.holds();
    }
  });
});

describe('A grant kept for a purpose', () => {
  test('when its user is erased, then it is among the grants that went', async () => {
    const { app, userId, push } = await setUp();
    await app.give(userId, 2, { purpose });
    await push({ purpose });
    const [row] = await query<{ openid: string }>('select openid from users where id = $1', [
      userId,
    ]);
    const erased = await hotPath.eraseUser({
      ...{ appId: app.appId, openid: row!.openid, actor: 'key:1' },
    });
    expect(erased).toMatchObject({ grants: { available: 0, kept: 2, reserved: 0 } });
  });
});
