import { describe, expect, test } from '@jest/globals';
import type { Decision, Outcome } from '@yuexin/domain';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import type { ClaimedPush } from '../hot-path.ts';
import { createAppRepository } from '../repositories/app.repository.ts';
import { findBrokenInvariants } from '../test-support/find-broken-invariants.ts';
import {
  accepted,
  notSent,
  openTestLedger,
  recordReport,
  refused,
  type TestApp,
  unconfirmed,
} from '../test-support/open-test-ledger.ts';
import { quietNow } from '../test-support/quiet-now.ts';

const ledger = await openTestLedger({ poolMax: 6 });
const { hotPath, query, sweeps } = ledger;
const apps = createAppRepository(ledger.core);

/** What the world outside knows: which sends WeChat carried out, and which pushes are in a worker's hands. */
type World = {
  app: TestApp;
  users: string[];
  inHand: ClaimedPush[];
  pushIds: string[];
  accepts: number;
};
type Step = (world: World) => Promise<unknown>;

const who = fc.nat(2);
const pick = fc.nat(1000);
const outcomes: readonly [Outcome, Partial<Decision>][] = [
  [accepted(), {}],
  [accepted(null), {}],
  [refused(43101), {}],
  [refused(40003), {}],
  [refused(47003), {}],
  [refused(-1), { dueAt: new Date(0) }],
  [refused(102), {}],
  [notSent, { dueAt: new Date(0) }],
  [unconfirmed, {}],
];
const policies = {
  onNoGrant: fc.constantFrom('park' as const, 'reject' as const, 'send-anyway' as const),
  onUnconfirmed: fc.constantFrom('reconcile' as const, 'hold' as const, 'resend' as const),
  priority: fc.constantFrom('high' as const, 'normal' as const, 'low' as const),
};

const accept = fc
  .record({ who, policies: fc.record(policies), isLater: fc.boolean() })
  .map(({ who, policies, isLater }): Step => async ({ app, users, pushIds }) => {
    const push = app.newPush(users[who]!, {
      ...policies,
      sendAt: isLater ? new Date(Date.now() + 3) : null,
    });
    await hotPath.acceptPushes([push]);
    pushIds.push(push.id);
  });
/** What pushes say of others like them (ADR 0021), of other templates (ADR 0023) and of grants (ADR 0032): few keys, so that they meet. */
const terms = fc.record({
  dedupe: fc.constantFrom(null, { key: 'same', seconds: 60 }, { key: 'same', seconds: 1 }),
  replaces: fc.constantFrom(null, 'place'),
  isUrgent: fc.boolean(),
  purpose: fc.constantFrom(null, 'order-1', 'order-2'),
  choices: fc.constantFrom(
    null,
    ['tpl-1', 'tpl-2'].map((templateId) => ({ templateId, data: {} })),
  ),
});
const acceptOnTerms = fc
  .array(fc.record({ who, terms, isLater: fc.boolean(), onUnconfirmed: policies.onUnconfirmed }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((asked): Step => async ({ app, users, pushIds }) => {
    const pushes = asked.map(({ who, terms, isLater, onUnconfirmed }) =>
      app.newPush(users[who]!, {
        ...{ ...terms, onUnconfirmed, sendAt: isLater ? new Date(Date.now() + 3) : null },
      }),
    );
    const { results } = await hotPath.acceptPushes(pushes);
    expect(results.filter(({ kind }) => kind !== 'created' && kind !== 'duplicate')).toEqual([]);
    pushIds.push(...pushes.map(({ id }) => id));
  });
const claim = fc.nat(4).map((): Step => async ({ app, inHand }) => {
  const rows = await query<{ id: string; cycle: number }>(
    `select id, cycle from pushes where app_id = $1 and state in ('queued', 'retrying') order by random() limit 3`,
    [app.appId],
  );
  const requests = rows.map((row) => ({ pushId: row.id, cycle: row.cycle, attemptId: uuidv7() }));
  const results = await hotPath.claimPushes({ requests, workerId: 'w', leaseMs: 60_000 });
  for (const result of results) if (result.kind === 'claimed') inHand.push(result.push);
});
const settle = fc
  .tuple(pick, fc.nat(outcomes.length - 1))
  .map(([at, which]): Step => async ({ inHand }) => {
    const [push] = inHand.splice(at % Math.max(1, inHand.length), 1);
    const [outcome, change] = outcomes[which]!;
    // Each accepted send has a msgid of its own.
    const own = outcome.kind === 'accepted' && outcome.msgid !== null ? accepted() : outcome;
    if (push !== undefined) await ledger.settle(push, own, change);
  });
const give = fc
  .tuple(who, fc.constantFrom('tpl-1', 'tpl-2'), fc.constantFrom(undefined, 'order-1'))
  .map(([one, templateId, purpose]): Step => (world) => {
    world.accepts += 1;
    return world.app.give(world.users[one]!, 1, { templateId, ...(purpose && { purpose }) });
  });
const report = fc
  .tuple(
    who,
    fc.constantFrom('accept', 'accept', 'reject', 'ban'),
    fc.constantFrom(undefined, 'order-1', 'order-2'),
  )
  .map(([one, result, purpose]): Step => (world) => {
    if (result === 'accept') world.accepts += 1;
    return world.app.report(world.users[one]!, result, purpose);
  });
const popup = fc
  .tuple(who, fc.constantFrom('subscribe_msg_popup_event', 'subscribe_msg_change_event'))
  .map(([one, type]): Step => async (world) => {
    const status = type === 'subscribe_msg_popup_event' ? 'accept' : 'reject';
    if (status === 'accept') world.accepts += 1;
    await world.app.storeEvent(world.users[one]!, {
      type,
      items: [{ templateId: 'tpl-1', status }],
    });
  });
const sentEvent = fc.tuple(pick, fc.boolean()).map(([at, isGood]): Step => async ({ app }) => {
  const rows = await query<{ user_id: string; msgid: string | null }>(
    `select user_id, msgid from attempts where app_id = $1 and outcome in ('accepted', 'unconfirmed') order by id`,
    [app.appId],
  );
  const attempt = rows[at % Math.max(1, rows.length)];
  if (attempt === undefined) return;
  const result = isGood
    ? { errorCode: '0', errorStatus: 'success' }
    : { errorCode: '7', errorStatus: 'failed' };
  await app.storeEvent(attempt.user_id, {
    type: 'subscribe_msg_sent_event',
    items: [{ templateId: 'tpl-1', msgid: attempt.msgid ?? uuidv7(), ...result }],
  });
});
const applyEvents = fc.nat(3).map((): Step => () => hotPath.applyEvents(5));
const cancel = pick.map((at): Step => async ({ pushIds }) => {
  const pushId = pushIds[at % Math.max(1, pushIds.length)];
  if (pushId !== undefined) await hotPath.cancelPush({ pushId, actor: 'key:1' });
});
const loseWorker = pick.map((at): Step => async ({ inHand }) => {
  const push = inHand[at % Math.max(1, inHand.length)];
  if (push === undefined) return;
  await query(
    `update pushes set lease_until = now() - interval '1 second' where id = $1 and state = 'sending'`,
    [push.pushId],
  );
  await query(
    `update users set busy_until = now() - interval '1 second' where id = $1 and busy_push_id = $2`,
    [push.userId, push.pushId],
  );
});
const expire = pick.map((at): Step => async ({ pushIds }) => {
  await query('update pushes set expires_at = now() where id = $1', [
    pushIds[at % Math.max(1, pushIds.length)] ?? uuidv7(),
  ]);
});
/** Rules come and go, in force at once: quiet hours and caps that hold or drop, purposes for which grants are kept. */
const keepForPurposeSeconds = fc.constantFrom(0, 1, 3600);
const then = fc.constantFrom('hold' as const, 'hold' as const, 'drop' as const);
const setRules = fc
  .record({
    keepForPurposeSeconds,
    quiet: fc.constantFrom(false, false, true),
    most: fc.constantFrom(null, 1, 3),
    then,
  })
  .map(
    ({ keepForPurposeSeconds, quiet, most, then }): Step =>
      ({ app }) =>
        apps.setSendingRules(app.appId, {
          keepForPurposeSeconds,
          ...(quiet && { quietHours: quietNow({ then }) }),
          ...(most !== null && { caps: [{ most, perSeconds: 3600, then }] }),
        }),
  );
/** Time goes by for whatever is held, and for what is kept. */
const letPass = fc.nat(3).map((): Step => async ({ app }) => {
  await query(
    `update pushes set due_at = now() - interval '3 seconds' where app_id = $1 and held_under is not null`,
    [app.appId],
  );
  await query(`update grants set kept_until = now() where app_id = $1 and state = 'kept'`, [
    app.appId,
  ]);
});
const sweep = fc.constantFrom<Step>(
  () => sweeps.queueDue(10),
  () => sweeps.expireLeases(10),
  () => sweeps.expirePushes(10),
  () => sweeps.releaseParked(10),
  () => sweeps.wakeHeld(10),
  () => sweeps.endEarmarks(10),
  () => sweeps.freeReservations(10),
  () => sweeps.freeSlots(50),
  async () => {
    // Silence is judged only while the event endpoint beats.
    await query(`insert into heartbeats values ('api-1', 'api', clock_timestamp())`);
    await sweeps.judgeUnconfirmed({ limit: 10, windowMs: 0 });
  },
);

const step = fc.oneof(
  { arbitrary: accept, weight: 6 },
  { arbitrary: acceptOnTerms, weight: 4 },
  { arbitrary: claim, weight: 8 },
  { arbitrary: settle, weight: 8 },
  { arbitrary: give, weight: 3 },
  { arbitrary: report, weight: 4 },
  { arbitrary: popup, weight: 2 },
  { arbitrary: sentEvent, weight: 3 },
  { arbitrary: applyEvents, weight: 3 },
  { arbitrary: cancel, weight: 1 },
  { arbitrary: loseWorker, weight: 1 },
  { arbitrary: expire, weight: 1 },
  { arbitrary: setRules, weight: 2 },
  { arbitrary: letPass, weight: 1 },
  { arbitrary: sweep, weight: 5 },
);

async function newWorld(): Promise<World> {
  await query(`insert into heartbeats values ('api-1', 'api', clock_timestamp())`);
  const app = await ledger.newApp();
  const users = [await app.newUser(), await app.newUser(), await app.newUser()];
  return { app, users, inHand: [], pushIds: [], accepts: 0 };
}

async function check(world: World): Promise<void> {
  expect(await findBrokenInvariants(query)).toEqual([]);
  const [row] = await query<{ grants: number; used: number }>(
    `select (select count(*) from grants where app_id = $1) as grants,
       (select count(*) from attempts a where app_id = $1 and outcome = 'accepted' and grant_id is not null) as used`,
    [world.app.appId],
  );
  expect(row!.grants).toBeLessThanOrEqual(world.accepts);
  expect(row!.used).toBeLessThanOrEqual(world.accepts);
}

/** P2: once its lease and its time are over, nothing that was accepted is open, whatever it said of others, templates and purposes. */
async function expectEnds({ app }: World): Promise<void> {
  await query(`update pushes set lease_until = now() where app_id = $1 and state = 'sending'`, [
    app.appId,
  ]);
  await sweeps.expireLeases(1_000);
  await query('update pushes set expires_at = now() where app_id = $1 and ended_at is null', [
    app.appId,
  ]);
  await sweeps.expirePushes(1_000);
  const ends = ['sent', 'dead', 'expired', 'cancelled'];
  expect(
    await query('select id, state from pushes where app_id = $1 and state <> all($2)', [
      ...[app.appId, ends],
    ]),
  ).toEqual([]);
  expect(await findBrokenInvariants(query)).toEqual([]);
}

/** What is still in hand is settled, so that one run leaves nothing to the next. */
async function putAway(world: World): Promise<void> {
  for (const push of world.inHand) await ledger.settle(push, refused(40003));
  await query(`delete from events where processed_at is null`);
}

describe('The ledger', () => {
  test('when anything happens in any order, then every invariant holds after every step', async () => {
    const scenario = fc.asyncProperty(
      fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }),
      async (steps) => {
        const world = await newWorld();
        for (const run of steps) {
          await run(world);
          expect(await findBrokenInvariants(query)).toEqual([]);
        }
        await check(world);
        await putAway(world);
        await expectEnds(world);
      },
    );
    await fc.assert(scenario, { numRuns: 25, endOnFailure: true });
  }, 240_000);

  test('when four things at a time happen on parallel connections, then every invariant holds', async () => {
    const scenario = fc.asyncProperty(
      fc.array(step, { minLength: 40, maxLength: 120, size: 'max' }),
      async (steps) => {
        const world = await newWorld();
        const queue = [...steps];
        const runOne = async (): Promise<void> => {
          for (let next = queue.shift(); next !== undefined; next = queue.shift())
            await next(world);
        };
        await Promise.all([runOne(), runOne(), runOne(), runOne()]);
        await check(world);
        await putAway(world);
        await expectEnds(world);
      },
    );
    await fc.assert(scenario, { numRuns: 25, endOnFailure: true });
  }, 240_000);
});

describe('Evidence', () => {
  type News = { isReported: boolean; isWitnessed: boolean; second: number };
  const tap = fc.record({
    isReported: fc.boolean(),
    isWitnessed: fc.boolean(),
    second: fc.nat(200),
  });

  /** Tells the ledger of the taps (five at most are reported) and of a revocation, in the order given, some of it twice. */
  async function tell(taps: readonly News[], order: readonly number[]): Promise<unknown> {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const start = Math.floor(Date.now() / 1000) * 1000 - 400_000;
    const at = (second: number) => new Date(start + second * 1000);
    const news = taps.flatMap(({ isReported, isWitnessed, second }, index) => [
      ...(isReported
        ? [
            async () => {
              const report = {
                appId: app.appId,
                userId,
                requestId: `tap-${index}`,
                page: null,
                askedAt: at(second),
                results: { 'tpl-1': 'accept' },
              } as const;
              await recordReport(hotPath, report);
            },
          ]
        : []),
      ...(isWitnessed
        ? [
            async () => {
              await app.storeEvent(userId, {
                type: 'subscribe_msg_popup_event',
                items: [{ templateId: 'tpl-1', status: 'accept' }],
                createdAt: at(second),
              });
              await hotPath.applyEvents(10);
            },
          ]
        : []),
    ]);
    let revoked = false;
    const revoke = async () => {
      if (revoked) return;
      revoked = true;
      await app.storeEvent(userId, {
        type: 'subscribe_msg_change_event',
        items: [{ templateId: 'tpl-1', status: 'reject' }],
        createdAt: at(300),
      });
      await hotPath.applyEvents(10);
    };
    const all = [...news, revoke, async () => app.give(userId)];
    const sorted = order.map((key, index) => ({ key, index })).sort((a, b) => a.key - b.key);
    const told = new Set<number>();
    for (const { index } of sorted) {
      const which = index % all.length;
      const isEvent = which >= news.length || !told.has(which);
      if (isEvent && !told.has(which)) await all[which]!();
      told.add(which);
    }
    for (const [which, run] of all.entries()) if (!told.has(which)) await run();
    const rows = await query<{ state: string; n: number }>(
      `select state, count(*) as n from grants where user_id = $1 group by state order by state`,
      [userId],
    );
    return rows;
  }

  test('when the same news comes in another order, then the ledger is the same', async () => {
    const scenario = fc.asyncProperty(
      fc.array(tap, { minLength: 1, maxLength: 5 }),
      fc.array(fc.nat(1000), { minLength: 12, maxLength: 12 }),
      async (taps, order) => {
        const inOrder = await tell(
          taps,
          Array.from({ length: 12 }, (_, index) => index),
        );
        expect(await tell(taps, order)).toEqual(inOrder);
      },
    );
    await fc.assert(scenario, { numRuns: 40, endOnFailure: true });
  }, 60_000);
});
