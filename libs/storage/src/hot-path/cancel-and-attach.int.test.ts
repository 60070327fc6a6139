import { describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { createUserRepository } from '../repositories/user.repository.ts';
import { createAttachRecipients } from './attach-recipients.ts';
import { createHotPath } from './create-hot-path.ts';
import {
  accepted,
  notSent,
  openTestLedger,
  unconfirmed,
  type TestApp,
} from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { core, hotPath, query } = ledger;
const actor = 'key:1';

describe('Cancelling', () => {
  test('when the push waits, then it is cancelled and a push parked behind it goes on', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const [queued, parked] = [await app.push(userId), await app.push(userId)];
    const scheduled = await app.push(userId, { sendAt: new Date(Date.now() + 60_000) });

    expect(await hotPath.cancelPush({ pushId: scheduled, actor })).toBe('cancelled');
    expect(await hotPath.cancelPush({ pushId: queued, actor })).toBe('cancelled');

    expect(await ledger.read(queued)).toMatchObject({
      state: 'cancelled',
      reason: { code: 'cancelled' },
    });
    expect(await ledger.transitions(queued)).toEqual(['queued -> cancelled by key:1']);
    expect(await ledger.read(parked)).toMatchObject({ state: 'queued', cycle: 1 });
    expect(await hotPath.cancelPush({ pushId: parked, actor })).toBe('cancelled');
  });

  test('when it backs off, then it is cancelled', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const pushId = await app.push(userId);
    await ledger.settle(await ledger.take(pushId), notSent);
    expect(await hotPath.cancelPush({ pushId, actor })).toBe('cancelled');
    expect(await ledger.claim(pushId, 1)).toEqual({ kind: 'gone' });
  });

  test('when an earlier attempt of it may have been delivered, then it is cancelled and says so', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const pushId = await app.push(userId, { onUnconfirmed: 'resend' });
    await ledger.settle(await ledger.take(pushId), unconfirmed);
    expect(await hotPath.cancelPush({ pushId, actor })).toBe('cancelled');
    expect((await ledger.read(pushId)).reason).toMatchObject({
      code: 'cancelled',
      message: expect.stringContaining('may have been delivered'),
    });
  });

  test('when it is being sent, unconfirmed or ended, then it is too late; an unknown one is not found', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 2);
    const first = await app.push(userId);
    const push = await ledger.take(first);
    expect(await hotPath.cancelPush({ pushId: first, actor })).toBe('too-late');
    await ledger.settle(push, unconfirmed);
    expect(await hotPath.cancelPush({ pushId: first, actor })).toBe('too-late');
    const second = await app.push(userId);
    await ledger.settle(await ledger.take(second), accepted());
    expect(await hotPath.cancelPush({ pushId: second, actor })).toBe('too-late');
    expect(await hotPath.cancelPush({ pushId: uuidv7(), actor })).toBe('not-found');
  });

  test('when a claim comes at the same moment, then exactly one of the two gets the push', async () => {
    const app = await ledger.newApp();
    const other = createHotPath(ledger.openAnother());
    for (let round = 0; round < 30; round += 1) {
      const userId = await app.newUser();
      await app.give(userId);
      const pushId = await app.push(userId);
      const [claim, cancel] = await Promise.all([
        ledger.claim(pushId),
        other.cancelPush({ pushId, actor }),
      ]);
      expect([claim.kind, cancel]).toEqual(
        claim.kind === 'claimed' ? ['claimed', 'too-late'] : ['gone', 'cancelled'],
      );
    }
  });
});

describe('A push to somebody nobody knows yet', () => {
  const phone = () => `+86138${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;

  async function logIn(app: TestApp, address: { phone?: string; unionid?: string }) {
    const userId = await app.newUser();
    if (address.phone !== undefined) {
      await query('update users set phone_hash = $2, phone_bound_at = now() where id = $1', [
        userId,
        await core.phoneIndex.hash(address.phone),
      ]);
    }
    if (address.unionid !== undefined) {
      await query('update users set unionid = $2 where id = $1', [userId, address.unionid]);
    }
    return userId;
  }

  test('when the login comes, then it is attached, and goes out when there is a grant', async () => {
    const app = await ledger.newApp();
    const toPhone = phone();
    const pushes = [app.newPush(null, { toPhone }), app.newPush(null, { toUnionid: 'union-1' })];
    const { results, due } = await hotPath.acceptPushes(pushes);
    expect(results).toMatchObject([
      { state: 'parked', reason: { code: 'recipient-unknown' } },
      { state: 'parked' },
    ]);
    expect(due).toEqual([]);

    const userId = await logIn(app, { phone: toPhone, unionid: 'union-1' });
    expect(await hotPath.attachRecipients([userId])).toEqual({ attached: 2, due: [] });
    expect(await ledger.read(pushes[0]!.id)).toMatchObject({
      state: 'parked',
      user_id: userId,
      reason: { code: 'no-grant' },
    });
    expect(await hotPath.attachRecipients([userId])).toEqual({ attached: 0, due: [] });

    const { released } = await app.report(userId);
    expect(released).toEqual([pushes[0]!.id]);
    expect(await ledger.take(pushes[0]!.id, 1)).toMatchObject({ openid: `o-${userId}` });
  });

  test('when it has a time, wants to be sent anyway or to be rejected, then the login decides so', async () => {
    const app = await ledger.newApp();
    const toPhone = phone();
    const sendAt = new Date(Date.now() + 3_600_000);
    const pushes = [{ sendAt }, { onNoGrant: 'send-anyway' }, { onNoGrant: 'reject' }] as const;
    const stored = pushes.map((change) => app.newPush(null, { toPhone, ...change }));
    await hotPath.acceptPushes(stored);

    const { due } = await hotPath.attachRecipients([await logIn(app, { phone: toPhone })]);

    expect(await ledger.read(stored[0]!.id)).toMatchObject({ state: 'scheduled', due_at: sendAt });
    expect(await ledger.read(stored[1]!.id)).toMatchObject({ state: 'queued', cycle: 1 });
    expect(await ledger.read(stored[2]!.id)).toMatchObject({
      state: 'dead',
      reason: { code: 'no-grant' },
    });
    expect(due.map((one) => one.pushId)).toEqual([stored[1]!.id]);
  });

  test('when a thousand users come at once, then a handful of statements attaches what waits for any of them', async () => {
    const app = await ledger.newApp();
    const users = Array.from({ length: 1_000 }, () => ({
      ...{ openid: `o-${uuidv7()}`, phone: phone(), unionid: null },
    }));
    const waited = users.filter((_, at) => at % 100 === 0);
    const pushes = waited.map((user) =>
      app.newPush(null, { toPhone: user.phone, onNoGrant: 'send-anyway' }),
    );
    await hotPath.acceptPushes(pushes);
    const rows = await createUserRepository(core).importUsers(app.appId, users);
    let statements = 0;
    const counted: typeof query = (...given) => {
      statements += 1;
      return query(...given);
    };
    const attachRecipients = createAttachRecipients({
      database: { ...core.database, query: counted },
    });

    const { attached, due } = await attachRecipients(rows.map((row) => row.id));

    expect([attached, due.length, statements]).toEqual([10, 10, 5]);
    const ids = new Map(rows.map((row) => [row.openid, row.id]));
    for (const [at, user] of waited.entries())
      expect(await ledger.read(pushes[at]!.id)).toMatchObject({
        ...{ state: 'queued', user_id: ids.get(user.openid) },
      });
  });

  test('when the login is in another app, then nothing is attached', async () => {
    const [ours, theirs] = [await ledger.newApp(), await ledger.newApp()];
    const toPhone = phone();
    await hotPath.acceptPushes([ours.newPush(null, { toPhone })]);
    expect(await hotPath.attachRecipients([await logIn(theirs, { phone: toPhone })])).toMatchObject(
      {
        attached: 0,
      },
    );
  });

  test('when the login comes while the push is accepted, then they never miss each other', async () => {
    const app = await ledger.newApp();
    const other = createHotPath(ledger.openAnother());
    for (let round = 0; round < 40; round += 1) {
      const toPhone = phone();
      const push = app.newPush(null, { toPhone });
      const comesIn = async () => other.attachRecipients([await logIn(app, { phone: toPhone })]);
      await Promise.all([hotPath.acceptPushes([push]), comesIn()]);
      expect((await ledger.read(push.id)).user_id).not.toBeNull();
    }
  });
});
