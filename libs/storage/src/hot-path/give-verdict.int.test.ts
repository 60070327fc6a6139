import { describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import type { PushVerdict } from '../hot-path.ts';
import { findBrokenInvariants } from '../test-support/find-broken-invariants.ts';
import {
  accepted,
  openTestLedger,
  refused,
  unconfirmed,
  type TestApp,
} from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query, sweeps } = ledger;

/** A push whose answer was lost, its user holding `grants` grants. */
async function silent(change: Parameters<TestApp['push']>[1] = {}, grants = 1) {
  const app = await ledger.newApp();
  const userId = await app.newUser();
  await app.give(userId, grants);
  const pushId = await app.push(userId, change);
  const push = await ledger.take(pushId);
  await ledger.settle(push, unconfirmed);
  return { app, userId, pushId, push };
}

const give = (pushId: string, verdict: PushVerdict) =>
  hotPath.giveVerdict({
    ...{ pushId, verdict, actor: 'key:op', reason: 'asked the driver', requestId: 'req-1' },
  });

/** WeChat's event about an attempt whose msgid nobody here knows. */
async function report(app: TestApp, userId: string, errorCode: string) {
  const errorStatus = errorCode === '0' ? 'success' : 'reject by user';
  await app.storeEvent(userId, {
    type: 'subscribe_msg_sent_event',
    items: [{ templateId: 'tpl-1', msgid: uuidv7(), errorCode, errorStatus }],
  });
  return hotPath.applyEvents(100);
}

const readAudit = (pushId: string) =>
  query(
    'select action, actor, app_id, before, after, reason, request_id from audit where target = $1',
    [`push:${pushId}`],
  );

describe('A verdict of delivered', () => {
  test('when it is given, then the push is sent, its grant spent, and who said so is kept', async () => {
    const { app, userId, pushId } = await silent();
    expect(await give(pushId, 'delivered')).toEqual({ kind: 'given', due: [] });
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'sent',
      delivery: 'pending',
      reason: { code: 'verdict-delivered' },
    });
    expect(await ledger.grants(userId)).toEqual(['spent']);
    expect((await ledger.transitions(pushId)).at(-1)).toBe('unconfirmed -> sent by key:op');
    expect(await readAudit(pushId)).toEqual([
      {
        action: 'push.verdict',
        actor: 'key:op',
        app_id: app.appId,
        before: expect.objectContaining({ state: 'unconfirmed', cycle: 0 }),
        after: expect.objectContaining({ state: 'sent' }),
        reason: 'asked the driver',
        request_id: 'req-1',
      },
    ]);
  });

  test.each([
    ['0', 'confirmed'],
    ['4', 'failed'],
  ])(
    'when WeChat then reports %s, then its delivery is %s and the grant stays spent',
    async (code, delivery) => {
      const { app, userId, pushId } = await silent();
      await give(pushId, 'delivered');
      await report(app, userId, code);
      expect(await ledger.read(pushId)).toMatchObject({ state: 'sent', delivery });
      expect(await ledger.grants(userId)).toEqual(['spent']);
    },
  );

  test('when the late answer says refused, then the verdict stands', async () => {
    const { userId, pushId, push } = await silent();
    await give(pushId, 'delivered');
    const { settled } = await ledger.settle(push, refused(47003));
    expect(settled).toMatchObject([{ isSuperseded: true, state: 'sent' }]);
    expect(await ledger.grants(userId)).toEqual(['spent']);
  });
});

describe('A verdict of not delivered, then dead', () => {
  test('when it is given, then the push is dead and its grant sets the next parked push free', async () => {
    const { app, userId, pushId } = await silent();
    const parked = await app.push(userId);
    expect(await give(pushId, 'dead')).toMatchObject({ kind: 'given', due: [{ pushId: parked }] });
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'dead',
      grant_id: null,
      reason: { code: 'verdict-dead' },
    });
    expect((await ledger.read(parked)).state).toBe('queued');
    expect(await ledger.grants(userId)).toEqual(['available']);
  });

  test('when WeChat then reports success, then the push is sent and the grant spent', async () => {
    const { app, userId, pushId } = await silent();
    await give(pushId, 'dead');
    await report(app, userId, '0');
    expect(await ledger.read(pushId)).toMatchObject({ state: 'sent', delivery: 'confirmed' });
    expect(await ledger.grants(userId)).toEqual(['spent']);
  });

  test('when WeChat then reports success while another push holds that grant, then it keeps it until its own attempt is over', async () => {
    const { app, userId, pushId } = await silent();
    await give(pushId, 'dead');
    const other = await app.push(userId);
    const taken = await ledger.take(other);
    await report(app, userId, '0');
    expect(await ledger.grants(userId)).toEqual(['reserved']);
    await ledger.settle(taken, refused(43101));
    expect(await ledger.read(other)).toMatchObject({ state: 'parked' });
    // Its own attempt over, the event is known to be of the first push: that one used the grant.
    expect(await ledger.read(pushId)).toMatchObject({ state: 'sent', delivery: 'confirmed' });
    expect(await ledger.grants(userId)).toEqual(['spent']);
  });

  test('when the late answer says accepted, then the grant is spent: WeChat has used it', async () => {
    const { userId, pushId, push } = await silent();
    await give(pushId, 'dead');
    await ledger.settle(push, accepted());
    expect((await ledger.read(pushId)).state).toBe('sent');
    expect(await ledger.grants(userId)).toEqual(['spent']);
  });
});

describe('A verdict of not delivered, then resend', () => {
  test('when it is given, then the push is due at once and sent again, whatever silence says', async () => {
    // Another grant of the key: without the verdict the claim doubts, since a second send could succeed.
    const { userId, pushId } = await silent({}, 2);
    expect(await give(pushId, 'resend')).toMatchObject({
      kind: 'given',
      due: [{ pushId, cycle: 1, delayMs: 0 }],
    });
    expect(await ledger.grants(userId)).toEqual(['available', 'available']);
    await ledger.settle(await ledger.take(pushId, 1), accepted());
    expect((await ledger.read(pushId)).state).toBe('sent');
    expect((await ledger.grants(userId)).sort()).toEqual(['available', 'spent']);
  });

  test('when its grant was lost meanwhile, then it parks and goes out with the next one', async () => {
    const { app, userId, pushId } = await silent();
    await give(pushId, 'resend');
    await query(`update grants set state = 'void' where user_id = $1`, [userId]);
    expect(await ledger.claim(pushId, 1)).toEqual({ kind: 'moved', state: 'parked' });
    await app.report(userId);
    expect((await ledger.claim(pushId, 2)).kind).toBe('claimed');
  });

  test('when WeChat reports success while it waits, then it is sent and not sent again', async () => {
    const { app, userId, pushId } = await silent();
    await give(pushId, 'resend');
    await report(app, userId, '0');
    expect(await ledger.read(pushId)).toMatchObject({ state: 'sent', delivery: 'confirmed' });
    expect(await ledger.claim(pushId, 1)).toEqual({ kind: 'gone' });
    expect(await ledger.grants(userId)).toEqual(['spent']);
  });

  test('when WeChat answers 43101, then it is neither sent nor parked: a person must judge again', async () => {
    const { userId, pushId } = await silent();
    await give(pushId, 'resend');
    await ledger.settle(await ledger.take(pushId, 1), refused(43101));
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'unconfirmed',
      reason: { code: 'verdict-doubted', errcode: 43101 },
    });
    expect(await ledger.grants(userId)).toEqual(['reserved']);
    const attempts = await query<{ outcome: string }>(
      'select outcome from attempts where push_id = $1 order by number',
      [pushId],
    );
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['unconfirmed', 'refused']);
    expect((await give(pushId, 'delivered')).kind).toBe('given');
    expect(await ledger.grants(userId)).toEqual(['spent']);
  });

  test('when WeChat reports success after that, then the first was delivered after all', async () => {
    const { app, userId, pushId } = await silent();
    await give(pushId, 'resend');
    await ledger.settle(await ledger.take(pushId, 1), refused(43101));
    await report(app, userId, '0');
    expect(await ledger.read(pushId)).toMatchObject({ state: 'sent', delivery: 'confirmed' });
  });

  test.each(['settle', 'lease'])(
    'when that answer is lost too (%s), then the word no longer holds: the claim doubts again',
    async (how) => {
      const { app, userId, pushId } = await silent();
      await give(pushId, 'resend');
      const push = await ledger.take(pushId, 1);
      if (how === 'settle') await ledger.settle(push, unconfirmed);
      else {
        await query(`update pushes set lease_until = now() - interval '1 second' where id = $1`, [
          pushId,
        ]);
        await sweeps.expireLeases(100);
      }
      expect((await ledger.read(pushId)).state).toBe('unconfirmed');
      await query(
        `update pushes set state = 'queued', grant_id = null, reason = null where id = $1`,
        [pushId],
      );
      await query(`update grants set state = 'available', push_id = null where user_id = $1`, [
        userId,
      ]);
      await app.give(userId);
      expect(await ledger.claim(pushId, 1)).toEqual({ kind: 'moved', state: 'unconfirmed' });
      expect(await give(pushId, 'resend')).toMatchObject({ kind: 'given' });
    },
  );

  test('when the push has expired, then it is not sent again, and may be ended', async () => {
    const { userId, pushId } = await silent();
    await query(`update pushes set expires_at = now() where id = $1`, [pushId]);
    expect(await give(pushId, 'resend')).toEqual({ kind: 'expired', due: [] });
    expect(await readAudit(pushId)).toEqual([]);
    expect((await give(pushId, 'dead')).kind).toBe('given');
    expect(await ledger.grants(userId)).toEqual(['available']);
  });
});

describe('Any verdict', () => {
  test.each(['hold', 'reconcile'] as const)(
    'when %s was chosen, then it settles the push',
    async (onUnconfirmed) => {
      const { pushId } = await silent({ onUnconfirmed });
      expect((await give(pushId, 'resend')).kind).toBe('given');
      expect((await ledger.claim(pushId, 1)).kind).toBe('claimed');
    },
  );

  test.each(['delivered', 'resend', 'dead'] as const)(
    'when %s is clicked five times at once, then it counts once, and another word comes too late',
    async (verdict) => {
      const { pushId } = await silent();
      const answers = await Promise.all(Array.from({ length: 5 }, () => give(pushId, verdict)));
      expect(answers.map(({ kind }) => kind).sort()).toEqual([
        'given',
        ...Array<string>(4).fill('repeated'),
      ]);
      const other = verdict === 'dead' ? 'delivered' : 'dead';
      expect(await give(pushId, other)).toEqual({ kind: 'too-late', due: [] });
      expect(await readAudit(pushId)).toHaveLength(1);
      expect((await ledger.read(pushId)).cycle).toBe(verdict === 'resend' ? 1 : 0);
    },
  );

  test('when the push is not unconfirmed or not there, then nothing changes', async () => {
    const app = await ledger.newApp();
    const queued = await app.push(await app.newUser());
    expect(await give(queued, 'dead')).toEqual({ kind: 'too-late', due: [] });
    expect(await give(uuidv7(), 'dead')).toEqual({ kind: 'not-found', due: [] });
    expect((await ledger.read(queued)).state).toBe('parked');
  });

  test('when the template is long-term, then its standing grant stays as it is', async () => {
    const app = await ledger.newApp();
    for (const verdict of ['delivered', 'dead', 'resend'] as const) {
      const userId = await app.newUser();
      await app.give(userId, 1, { templateId: app.longTermId });
      const pushId = await app.push(userId, { templateId: app.longTermId });
      await ledger.settle(await ledger.take(pushId), unconfirmed);
      expect((await give(pushId, verdict)).kind).toBe('given');
      expect(await ledger.grants(userId)).toEqual(['available']);
    }
  });

  test('after all of it the ledger is in order', async () => {
    expect(await findBrokenInvariants(query)).toEqual([]);
  });
});
