import { describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import {
  accepted,
  notSent,
  openTestLedger,
  refused,
  settlementOf,
  unconfirmed,
} from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query } = ledger;

async function sending(grants = 1) {
  const app = await ledger.newApp();
  const userId = await app.newUser();
  await app.give(userId, grants);
  const pushId = await app.push(userId);
  return { app, userId, pushId, push: await ledger.take(pushId) };
}

const readAttempts = (pushId: string) =>
  query<{ outcome: string; errcode: number | null; is_late: boolean; msgid: string | null }>(
    'select outcome, errcode, is_late, msgid from attempts where push_id = $1 order by number',
    [pushId],
  );

const readSlot = async (userId: string) =>
  (
    await query<{ busy_push_id: string | null }>('select busy_push_id from users where id = $1', [
      userId,
    ])
  )[0];

describe('A settled attempt', () => {
  test('when WeChat accepted, then the push is sent, the grant spent, the slot free and the evidence kept', async () => {
    const { userId, pushId, push } = await sending();
    const msgid = '3988810812324364291';

    const result = await ledger.settle(push, accepted(msgid));

    expect(result).toEqual({
      settled: [{ pushId, attemptId: push.attemptId, state: 'sent', isSuperseded: false }],
      failed: [],
      due: [],
    });
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'sent',
      delivery: 'pending',
      reason: null,
      cycle: 0,
    });
    expect(await ledger.grants(userId)).toEqual(['spent']);
    expect(await readSlot(userId)).toEqual({ busy_push_id: null });
    expect(await readAttempts(pushId)).toEqual([
      { outcome: 'accepted', errcode: 0, is_late: false, msgid },
    ]);
    expect(await ledger.transitions(pushId)).toEqual([]);
  });

  test('when it answers past its lease and another push has the slot, then that keeps it', async () => {
    const { app, userId, pushId, push } = await sending(2);
    const second = await app.push(userId);
    await query(`update users set busy_until = now() - interval '1 second' where id = $1`, [
      userId,
    ]);
    await ledger.take(second);

    await ledger.settle(push, accepted());

    expect((await ledger.read(pushId)).state).toBe('sent');
    expect(await readSlot(userId)).toEqual({ busy_push_id: second });
  });

  test('when WeChat refused for good, then the grant is free and goes to what is parked', async () => {
    const { app, userId, pushId, push } = await sending();
    const parked = await app.push(userId);

    const { due } = await ledger.settle(push, refused(40003));

    expect(await ledger.read(pushId)).toMatchObject({
      state: 'dead',
      reason: { code: 'invalid-openid', errcode: 40003 },
      grant_id: null,
    });
    expect(await ledger.grants(userId)).toEqual(['available']);
    expect(due).toEqual([
      { appId: app.appId, pushId: parked, cycle: 1, priority: 'normal', delayMs: 0 },
    ]);
    expect(await ledger.read(parked)).toMatchObject({ state: 'queued', cycle: 1 });
    expect(await ledger.transitions(pushId)).toEqual(['sending -> dead by worker']);
  });

  test('when it is tried again soon, then it gives its grant back, grows its cycle and comes back with its delay', async () => {
    const { userId, pushId, push } = await sending();
    const dueAt = new Date(Date.now() + 20_000);

    const { due } = await ledger.settle(push, refused(-1), { dueAt });

    expect(due).toHaveLength(1);
    expect(due[0]).toMatchObject({ pushId, cycle: 1 });
    expect(due[0]!.delayMs).toBeGreaterThan(15_000);
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'retrying',
      retries: 1,
      grant_id: null,
    });
    expect(await ledger.grants(userId)).toEqual(['available']);
  });

  test('when it is tried again later than in a minute, then a sweep brings it', async () => {
    const { pushId, push } = await sending();
    const { due } = await ledger.settle(push, notSent, { dueAt: new Date(Date.now() + 61_000) });
    expect(due).toEqual([]);
    expect((await ledger.read(pushId)).state).toBe('retrying');
  });

  test('when the answer was lost, then the grant stays reserved and the slot is free', async () => {
    const { userId, pushId, push } = await sending();
    await ledger.settle(push, unconfirmed);
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'unconfirmed',
      had_unconfirmed: true,
    });
    expect(await ledger.grants(userId)).toEqual(['reserved']);
    expect(await readSlot(userId)).toEqual({ busy_push_id: null });
    expect(await ledger.transitions(pushId)).toEqual(['sending -> unconfirmed by worker']);
  });

  test('when the answer was lost and the caller chose resend, then it backs off without a grant', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const pushId = await app.push(userId, { onUnconfirmed: 'resend' });
    await ledger.settle(await ledger.take(pushId), unconfirmed);
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'retrying',
      had_unconfirmed: true,
      grant_id: null,
    });
    expect(await ledger.grants(userId)).toEqual(['available']);
  });

  test('when WeChat answered 102, then it counts as unconfirmed', async () => {
    const { pushId, push } = await sending();
    await ledger.settle(push, refused(102));
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'unconfirmed',
      had_unconfirmed: true,
    });
    expect(await readAttempts(pushId)).toMatchObject([{ outcome: 'unconfirmed', errcode: 102 }]);
  });

  test('when it is settled twice, then the second changes nothing', async () => {
    const { userId, pushId, push } = await sending(2);
    const settlement = settlementOf(push, refused(-1), { dueAt: new Date() });
    await hotPath.settleAttempts([settlement]);
    const again = await hotPath.settleAttempts([settlement]);
    expect(again).toMatchObject({ settled: [{ state: 'retrying', isSuperseded: false }], due: [] });
    expect(await ledger.read(pushId)).toMatchObject({ state: 'retrying', cycle: 1, retries: 1 });
    expect(await ledger.grants(userId)).toEqual(['available', 'available']);
  });

  test('when the attempt number is another, then nothing but the attempt changes', async () => {
    const { userId, pushId, push } = await sending();
    const result = await ledger.settle({ ...push, attemptNumber: 2 }, accepted());
    expect(result.settled).toMatchObject([{ isSuperseded: true, state: 'sending' }]);
    expect((await ledger.read(pushId)).state).toBe('sending');
    expect(await ledger.grants(userId)).toEqual(['reserved']);
  });

  test('when there is no such attempt, then it is told as failed and its neighbours are settled', async () => {
    const { pushId, push } = await sending();
    const stranger = { ...push, pushId: uuidv7(), attemptId: uuidv7() };
    const result = await hotPath.settleAttempts([
      settlementOf(stranger, accepted()),
      settlementOf(push, accepted()),
    ]);
    expect(result.settled).toMatchObject([{ pushId, state: 'sent' }]);
    expect(result.failed).toMatchObject([
      { pushId: stranger.pushId, attemptId: stranger.attemptId },
    ]);
  });

  test('when WeChat says that the day is over, then the app is paused in the same transaction', async () => {
    const { app, pushId, push } = await sending();
    await ledger.settle(push, refused(45009));
    const [row] = await query(
      'select pause_kind, pause_reason, paused_until > now() as is_paused from apps where app_id = $1',
      [app.appId],
    );
    expect(row).toMatchObject({
      pause_kind: 'quota-daily',
      is_paused: true,
      pause_reason: { code: 'quota-daily' },
    });
    expect(await ledger.claim(pushId, 1)).toEqual({ kind: 'waiting' });
  });

  test('when the template is refused, then it is paused with its push dead', async () => {
    const { app, push } = await sending();
    await ledger.settle(push, refused(40037));
    const [row] = await query(
      `select state from templates where app_id = $1 and template_id = 'tpl-1'`,
      [app.appId],
    );
    expect(row).toEqual({ state: 'paused' });
  });
});

describe('43101', () => {
  test('when it comes, then the reservation and older grants are void, later ones stay, and the drift is counted', async () => {
    const { app, userId, pushId, push } = await sending(3);
    await app.give(userId);
    await ledger.settle(push, refused(43101));

    expect(await ledger.grants(userId)).toEqual(['void', 'void', 'void', 'available']);
    const [drift] = await query('select voided, template_id from grant_drift where push_id = $1', [
      pushId,
    ]);
    expect(drift).toEqual({ voided: 3, template_id: 'tpl-1' });
    expect(ledger.drift.at(-1)).toEqual({ appId: app.appId, templateId: 'tpl-1', voided: 3 });
    // The grant that came meanwhile sends it on at once, in its old place.
    expect(await ledger.read(pushId)).toMatchObject({ state: 'queued', cycle: 1 });
    expect((await ledger.read(pushId)).parked_at).not.toBeNull();
    expect(await ledger.transitions(pushId)).toEqual([
      'sending -> parked by worker',
      'parked -> queued by worker',
    ]);
  });

  test('when nothing came meanwhile, then the push parks', async () => {
    const { pushId, push } = await sending();
    expect((await ledger.settle(push, refused(43101))).due).toEqual([]);
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'parked',
      reason: { code: 'no-grant' },
      cycle: 0,
    });
  });

  test('when another push holds a reservation, then that stays and is doubtful', async () => {
    const { app, userId, push } = await sending(2);
    await ledger.settle(push, unconfirmed);
    const second = await ledger.take(await app.push(userId));
    await ledger.settle(second, refused(43101));
    const rows = await query(
      'select state, is_doubtful, push_id from grants where user_id = $1 order by id',
      [userId],
    );
    expect(rows).toContainEqual({ state: 'reserved', is_doubtful: true, push_id: push.pushId });
    expect(rows).toContainEqual({ state: 'void', is_doubtful: false, push_id: second.pushId });
  });

  test('when the grant is standing, then it is void', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 1, { templateId: app.longTermId });
    const push = await ledger.take(await app.push(userId, { templateId: app.longTermId }));
    await ledger.settle(push, refused(43101));
    expect(await ledger.grants(userId)).toEqual(['void']);
  });

  test('when another template of the user has grants, then they stay', async () => {
    const { app, userId, push } = await sending();
    await app.give(userId, 1, { templateId: 'tpl-2' });
    await ledger.settle(push, refused(43101));
    expect(await ledger.grants(userId)).toEqual(['void', 'available']);
  });
});
