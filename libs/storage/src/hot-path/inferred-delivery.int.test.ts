import { describe, expect, test } from '@jest/globals';
import { findBrokenInvariants } from '../test-support/find-broken-invariants.ts';
import {
  accepted,
  openTestLedger,
  refused,
  unconfirmed,
  type TestApp,
} from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query } = ledger;

type World = { app: TestApp; userId: string };

async function newWorld(grants = 1): Promise<World> {
  const app = await ledger.newApp();
  const userId = await app.newUser();
  await app.give(userId, grants);
  return { app, userId };
}

/** Sent, not answered, and in flight again: the second answer tells of the first. */
async function resent({ app, userId }: World, change: Parameters<TestApp['push']>[1] = {}) {
  const pushId = await app.push(userId, { onUnconfirmed: 'resend', ...change });
  await ledger.settle(await ledger.take(pushId), unconfirmed, { dueAt: new Date() });
  const push = await ledger.take(pushId, 1);
  expect(push.hadUnconfirmed).toBe(true);
  return { pushId, push };
}

describe('43101 after an unconfirmed attempt of the same push', () => {
  test('when nothing else explains it, then the first was delivered: the push is sent, its grant spent', async () => {
    const world = await newWorld();
    const { pushId, push } = await resent(world);
    await ledger.settle(push, refused(43101));
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'sent',
      delivery: 'pending',
      reason: { code: 'inferred-by-43101' },
    });
    expect(await ledger.grants(world.userId)).toEqual(['spent']);
  });

  test('when the user revoked in between, then a person must judge', async () => {
    const world = await newWorld();
    const { pushId, push } = await resent(world);
    await world.app.storeEvent(world.userId, {
      type: 'subscribe_msg_change_event',
      items: [{ templateId: 'tpl-1', status: 'reject' }],
    });
    await hotPath.applyEvents(10);
    await ledger.settle(push, refused(43101));
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'unconfirmed',
      reason: { code: 'grant-revoked' },
    });
  });

  /** What else may have used the grant that WeChat no longer has. */
  const others: [string, (world: World) => Promise<unknown>][] = [
    [
      'another push went out twice at its caller’s wish, and one grant was counted',
      async (world) => {
        await world.app.give(world.userId);
        const { push } = await resent(world);
        await ledger.settle(push, accepted());
      },
    ],
    [
      'another push was sent without a grant of the ledger',
      async (world) => {
        await query(`update grants set state = 'reserved' where user_id = $1`, [world.userId]);
        const pushId = await world.app.push(world.userId, { onNoGrant: 'send-anyway' });
        await ledger.settle(await ledger.take(pushId), accepted());
        await query(`update grants set state = 'available' where user_id = $1`, [world.userId]);
      },
    ],
    [
      'another push fell silent and gave its grant back',
      async (world) => {
        const pushId = await world.app.push(world.userId);
        await ledger.settle(await ledger.take(pushId), unconfirmed);
        await hotPath.giveVerdict({
          ...{ pushId, verdict: 'dead', actor: 'key:2', reason: null, requestId: null },
        });
      },
    ],
    [
      'the grant is a standing one, which no send uses up',
      ({ userId }) => query(`update grants set is_standing = true where user_id = $1`, [userId]),
    ],
    ['the ledger counts another one', ({ app, userId }) => app.give(userId)],
  ];

  test.each(others)('when %s, then it proves nothing: a person must judge', async (_, happen) => {
    const world = await newWorld();
    await happen(world);
    const { pushId, push } = await resent(world);
    await ledger.settle(push, refused(43101));
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'unconfirmed',
      had_unconfirmed: true,
      reason: { code: 'grant-unknown', errcode: 43101 },
    });
    expect((await ledger.transitions(pushId)).at(-1)).toBe('sending -> unconfirmed by worker');
  });

  test('when WeChat said that it holds none while the grant was reserved, then it proves nothing: a person must judge', async () => {
    const world = await newWorld();
    const { pushId, push } = await resent(world);
    await query(`update grants set is_doubtful = true where user_id = $1`, [world.userId]);
    await ledger.settle(push, refused(43101));
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'unconfirmed',
      reason: { code: 'grant-unknown', errcode: 43101 },
    });
  });

  test('when a 43101 came after what else had been sent, then the ledger is right again, and it proves delivery', async () => {
    const world = await newWorld();
    await world.app.give(world.userId);
    const twice = await resent(world);
    await ledger.settle(twice.push, accepted());
    const refusedOne = await world.app.push(world.userId, { onNoGrant: 'reject' });
    await ledger.settle(await ledger.take(refusedOne), refused(43101));
    await world.app.give(world.userId);
    const { pushId, push } = await resent(world);
    await ledger.settle(push, refused(43101));
    expect(await ledger.read(pushId)).toMatchObject({ state: 'sent' });
  });

  test('after all of it the ledger is in order', async () => {
    expect(await findBrokenInvariants(query)).toEqual([]);
  });
});
