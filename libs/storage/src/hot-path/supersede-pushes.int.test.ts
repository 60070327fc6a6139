import { describe, expect, test } from '@jest/globals';
import type { NewPush } from '../hot-path.ts';
import { createPushRepository } from '../repositories/push.repository.ts';
import { findBrokenInvariants } from '../test-support/find-broken-invariants.ts';
import {
  accepted,
  notSent,
  openTestLedger,
  refused,
  unconfirmed,
} from '../test-support/open-test-ledger.ts';
import { createSilence } from '../test-support/create-silence.ts';

const ledger = await openTestLedger({ poolMax: 8 });
const { hotPath, query, sweeps } = ledger;
const pushes = createPushRepository(ledger.core);

const replaces = 'position-of-truck-7';
const ahead = () => new Date(Date.now() + 60_000);

async function setUp(grants = 1) {
  const app = await ledger.newApp();
  const userId = await app.newUser();
  if (grants > 0) await app.give(userId, grants);
  const push = (change: Partial<NewPush> = {}) => app.newPush(userId, { replaces, ...change });
  const accept = async (...pushes: NewPush[]) => {
    await hotPath.acceptPushes(pushes);
    return pushes.map(({ id }) => id);
  };
  return { app, userId, push, accept };
}

const statesOf = async (...ids: string[]) => {
  const rows = await Promise.all(ids.map((id) => ledger.read(id)));
  return rows.map(({ state }) => state);
};

describe('A newer push', () => {
  test('when one waits in the queue, then it takes its place and its grant, and the older says so', async () => {
    const { push, accept } = await setUp();
    const [older] = await accept(push());
    const [newer] = await accept(push());
    expect(await statesOf(older!, newer!)).toEqual(['cancelled', 'queued']);
    const [row] = await query('select reason, superseded_by from pushes where id = $1', [older]);
    expect(row).toEqual({
      reason: { code: 'superseded', message: `A newer push took its place (psh_${newer!}).` },
      superseded_by: newer,
    });
    expect(await ledger.transitions(older!)).toEqual(['queued -> cancelled by caller']);
    expect((await ledger.claim(older!)).kind).toBe('gone');
    expect((await ledger.claim(newer!)).kind).toBe('claimed');
  });

  test.each<[string, Partial<NewPush>, string]>([
    ['parked', {}, 'parked'],
    ['scheduled', { sendAt: ahead() }, 'scheduled'],
  ])('when one is %s, then it is superseded', async (_what, change, state) => {
    const { push, accept } = await setUp(0);
    const [older] = await accept(push(change));
    expect(await statesOf(older!)).toEqual([state]);
    await accept(push());
    expect(await statesOf(older!)).toEqual(['cancelled']);
  });

  test('when one is backing off, then it is superseded', async () => {
    const { push, accept } = await setUp();
    const [older] = await accept(push());
    await ledger.settle(await ledger.take(older!), notSent, { dueAt: ahead() });
    expect(await statesOf(older!)).toEqual(['retrying']);
    const [newer] = await accept(push());
    expect(await statesOf(older!, newer!)).toEqual(['cancelled', 'queued']);
  });

  test('when one is on its way, then that is let go and both are sent', async () => {
    const { push, accept } = await setUp(2);
    const [older] = await accept(push());
    await ledger.take(older!);
    const [newer] = await accept(push());
    expect(await statesOf(older!, newer!)).toEqual(['sending', 'queued']);
  });

  test.each<[string, Partial<NewPush>]>([
    ['caller', { callerId: '00000000-0000-7000-8000-000000000002' }],
    ['key', { replaces: 'position-of-truck-8' }],
    ['want of a key', { replaces: null }],
  ])('when it differs by its %s, then it takes no place', async (_what, change) => {
    const { push, accept } = await setUp(2);
    const [older] = await accept(push());
    await accept(push(change));
    expect(await statesOf(older!)).toEqual(['queued']);
  });

  test('when it is of another template, then the grant it leaves goes to the next that is parked for it', async () => {
    const { app, userId, push, accept } = await setUp();
    const [older] = await accept(push());
    const [parked] = await accept(push({ replaces: null }));
    expect(await statesOf(parked!)).toEqual(['parked']);
    await app.give(userId, 1, { templateId: app.longTermId });
    const { due } = await hotPath.acceptPushes([push({ templateId: app.longTermId })]);
    expect(await statesOf(older!, parked!)).toEqual(['cancelled', 'queued']);
    expect(due.map(({ pushId }) => pushId)).toContain(parked);
  });

  test('when it is for an address nobody has logged in with, then it takes the place of what waits for that address', async () => {
    const { push, accept } = await setUp();
    const to = { userId: null, toPhone: '+8613800000000' };
    const [older, other] = await accept(push(to), push({ ...to, toPhone: '+8613800000001' }));
    const [newer] = await accept(push(to));
    expect(await statesOf(older!, other!, newer!)).toEqual(['cancelled', 'parked', 'parked']);
    const unionid = { userId: null, toUnionid: 'u-1' };
    const [first] = await accept(push(unionid));
    await accept(push(unionid));
    expect(await statesOf(first!)).toEqual(['cancelled']);
  });

  test('when its request is told again, then it supersedes nothing more', async () => {
    const { push, accept } = await setUp(2);
    const idempotency = { key: 'again', fingerprint: Buffer.from('same') };
    await accept(push({ idempotency }));
    const [newest] = await accept(push());
    await accept(push({ idempotency }));
    expect(await statesOf(newest!)).toEqual(['queued']);
  });

  test('when it is a duplicate of what waits, then that stays', async () => {
    const { push, accept } = await setUp();
    const dedupe = { key: 'same', seconds: 60 };
    const [first] = await accept(push({ dedupe }));
    await accept(push({ dedupe }));
    expect(await statesOf(first!)).toEqual(['queued']);
  });
});

describe('A push that was on its way when the newer came', () => {
  async function underway(change: Partial<NewPush> = {}) {
    const made = await setUp(2);
    const [older] = await made.accept(made.push(change));
    const claimed = await ledger.take(older!);
    const [newer] = await made.accept(made.push());
    return { ...made, older: older!, claimed, newer: newer! };
  }

  test.each([
    ['was never sent', notSent, { dueAt: ahead() }],
    ['is refused for now', refused(-1), { dueAt: ahead() }],
    ['finds no grant at WeChat', refused(43101), {}],
  ])('when it %s, then it ends superseded and the newer is sent', async (_, outcome, change) => {
    const { app, userId, older, claimed, newer } = await underway();
    await ledger.settle(claimed, outcome, change);
    expect(await ledger.read(older)).toMatchObject({
      ...{ state: 'cancelled', reason: { code: 'superseded' }, superseded_by: newer },
    });
    expect(await ledger.transitions(older)).toEqual(['sending -> cancelled by worker']);
    await app.give(userId);
    const { cycle } = await ledger.read(newer);
    await ledger.settle(await ledger.take(newer, cycle), accepted());
    expect(await findBrokenInvariants(query)).toEqual([]);
  });

  test('when it was sent, then it is sent, and says nothing of the newer', async () => {
    const { older, claimed } = await underway();
    await ledger.settle(claimed, accepted());
    expect(await statesOf(older)).toEqual(['sent']);
    expect((await pushes.find(older))?.supersededBy).toBeNull();
  });

  test('when its answer is lost and it would be sent again, then it is not', async () => {
    const { older, claimed } = await underway({ onUnconfirmed: 'resend' });
    await ledger.settle(claimed, unconfirmed, { dueAt: ahead() });
    const { state, reason } = await ledger.read(older);
    expect([state, reason]).toMatchObject([
      'cancelled',
      { message: expect.stringContaining('may have been delivered') as unknown },
    ]);
  });

  test('when its lease is over and it would be sent again, then it waits for evidence instead', async () => {
    const { older } = await underway({ onUnconfirmed: 'resend' });
    await query(`update pushes set lease_until = now() - interval '1 second' where id = $1`, [
      older,
    ]);
    await sweeps.expireLeases(100);
    expect(await statesOf(older)).toEqual(['unconfirmed']);
  });

  test('when silence says that it did not go out, then it ends superseded and its grant goes to the next', async () => {
    const { silent, beatAllAlong, laterSuccess, judge } = createSilence(ledger);
    const { app, userId, pushId } = await silent({ replaces });
    const newer = await app.push(userId, { replaces, templateId: app.longTermId });
    await app.push(userId);
    await beatAllAlong();
    await laterSuccess(app);
    const { due } = await judge();
    expect(await statesOf(pushId, newer)).toEqual(['cancelled', 'parked']);
    expect(due).toHaveLength(1);
    expect(await findBrokenInvariants(query)).toEqual([]);
  });

  test('when a person puts it back after it died, then it is sent at their word', async () => {
    const { older, claimed } = await underway();
    await ledger.settle(claimed, refused(47003));
    await hotPath.replayPush({
      ...{ pushId: older, ttlSeconds: null, allowsDuplicates: false, actor: 'key:1' },
    });
    const again = await ledger.take(older, 1);
    await ledger.settle(again, notSent, { dueAt: ahead() });
    expect(await statesOf(older)).toEqual(['retrying']);
  });
});

describe('Several newer pushes', () => {
  test('when they come in one batch, then all but the last make way', async () => {
    const { push, accept } = await setUp();
    const [eldest] = await accept(push());
    const ids = await accept(push(), push(), push());
    expect(await statesOf(eldest!, ...ids)).toEqual([
      ...['cancelled', 'cancelled', 'cancelled', 'queued'],
    ]);
    expect(await findBrokenInvariants(query)).toEqual([]);
  });

  test('when they come at once on parallel connections, then exactly one waits', async () => {
    const { app, push, accept } = await setUp(3);
    await Promise.all(Array.from({ length: 12 }, () => accept(push(), push({ replaces: null }))));
    const rows = await query<{ state: string }>(
      'select state from pushes where app_id = $1 and replaces is not null order by id',
      [app.appId],
    );
    const waiting = rows.filter(({ state }) => state !== 'cancelled');
    expect([rows.length, waiting.length]).toEqual([24 / 2, 1]);
    expect(await findBrokenInvariants(query)).toEqual([]);
  });
});
