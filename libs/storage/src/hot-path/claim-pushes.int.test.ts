import { describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { accepted, openTestLedger, refused } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query } = ledger;

const claimAll = (pushIds: string[]) =>
  hotPath.claimPushes({
    requests: pushIds.map((pushId) => ({ pushId, cycle: 0, attemptId: uuidv7() })),
    workerId: 'worker-1',
    leaseMs: 15_000,
  });

describe('A push with a grant', () => {
  test('when it is claimed, then the oldest grant is reserved, the slot taken and the attempt written', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 1, { grantedAt: new Date(Date.now() - 60_000) });
    await app.give(userId);
    const pushId = await app.push(userId, { page: 'pages/goods?id=1', lang: 'en_US' });

    const push = await ledger.take(pushId);

    expect(push).toMatchObject({
      pushId,
      appId: app.appId,
      cycle: 0,
      attemptNumber: 1,
      userId,
      openid: `o-${userId}`,
      templateId: 'tpl-1',
      data: { thing1: { value: '【广州】-->【上海】' } },
      page: 'pages/goods?id=1',
      lang: 'en_US',
      miniprogramState: 'formal',
      priority: 'normal',
      onNoGrant: 'park',
      onUnconfirmed: 'reconcile',
      hasGrant: true,
      retries: 0,
      tokenRetries: 0,
      hadUnconfirmed: false,
      hasVerdict: false,
    });
    expect(push.leaseUntil.getTime() - Date.now()).toBeGreaterThan(10_000);
    expect(push.expiresAt.getTime() - push.leaseUntil.getTime()).toBeGreaterThan(0);
    expect(await ledger.grants(userId)).toEqual(['reserved', 'available']);
    expect(await ledger.read(pushId)).toMatchObject({ state: 'sending', attempts: 1 });
    const [attempt] = await query(
      'select id, number, outcome, grant_id is not null as has_grant, worker_id from attempts where push_id = $1',
      [pushId],
    );
    expect(attempt).toEqual({
      id: push.attemptId,
      number: 1,
      outcome: null,
      has_grant: true,
      worker_id: 'worker-1',
    });
  });

  test('when its user is busy with another, then it is busy until that one is settled', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 2);
    const [low, high] = [
      await app.push(userId, { priority: 'low' }),
      await app.push(userId, { priority: 'high' }),
    ];

    const results = await claimAll([low, high]);

    expect(results.map((result) => result.kind)).toEqual(['busy', 'claimed']);
    expect(await ledger.claim(low)).toEqual({ kind: 'busy' });
    if (results[1]?.kind === 'claimed') await ledger.settle(results[1].push, accepted());
    expect((await ledger.claim(low)).kind).toBe('claimed');
  });

  test('when the slot is past its lease, then it is free', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 2);
    const [first, second] = [await app.push(userId), await app.push(userId)];
    await ledger.take(first);
    await query(`update users set busy_until = now() - interval '1 second' where id = $1`, [
      userId,
    ]);

    expect((await ledger.claim(second)).kind).toBe('claimed');
  });

  test('when the first push of a user has no grant, then the second one with a grant is not held up by it', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const [ours, theirs] = [
      await app.push(userId),
      await app.push(userId, { onNoGrant: 'send-anyway', templateId: 'tpl-2', priority: 'high' }),
    ];
    await query(`update pushes set on_no_grant = 'park' where id = $1`, [theirs]);

    const results = await claimAll([theirs, ours]);

    expect(results[0]).toEqual({ kind: 'moved', state: 'parked' });
    expect(results[1]?.kind).toBe('claimed');
  });

  test('when the template is long-term, then its standing grant is used by many and reserved by none', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 1, { templateId: app.longTermId });
    for (let round = 0; round < 3; round += 1) {
      const push = await ledger.take(await app.push(userId, { templateId: app.longTermId }));
      expect(push.hasGrant).toBe(true);
      expect(await ledger.grants(userId)).toEqual(['available']);
      await ledger.settle(push, accepted());
    }
    expect(await ledger.grants(userId)).toEqual(['available']);
  });
});

describe('A push that must not be sent now', () => {
  test('when the cycle is another, the push has ended, is being sent or is unknown, then it is gone', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 2);
    const pushId = await app.push(userId);
    expect(await ledger.claim(pushId, 1)).toEqual({ kind: 'gone' });
    const push = await ledger.take(pushId);
    expect(await ledger.claim(pushId)).toEqual({ kind: 'gone' });
    await ledger.settle(push, accepted());
    expect(await ledger.claim(pushId)).toEqual({ kind: 'gone' });
    expect(await ledger.claim(uuidv7())).toEqual({ kind: 'gone' });
  });

  test('when one batch asks twice for the same push and cycle, then one attempt is made', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 2);
    const pushId = await app.push(userId);
    const results = await claimAll([pushId, pushId]);
    expect(results.map((result) => result.kind)).toEqual(['claimed', 'gone']);
    expect((await ledger.read(pushId)).attempts).toBe(1);
  });

  test('when the app is paused, then it waits; when the pause is over, then it is claimed', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const pushId = await app.push(userId);
    await query(
      `update apps set pause_kind = 'quota-daily', paused_until = now() + interval '1 hour' where app_id = $1`,
      [app.appId],
    );
    expect(await ledger.claim(pushId)).toEqual({ kind: 'waiting' });
    expect(await ledger.read(pushId)).toMatchObject({ state: 'queued', cycle: 0 });
    await query(`update apps set paused_until = now() - interval '1 second' where app_id = $1`, [
      app.appId,
    ]);
    expect((await ledger.claim(pushId)).kind).toBe('claimed');
  });

  test('when its template is paused, then it waits; a removed template is left to WeChat to judge', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const pushId = await app.push(userId);
    await query(`update templates set state = 'paused' where app_id = $1`, [app.appId]);
    expect(await ledger.claim(pushId)).toEqual({ kind: 'waiting' });
    await query(`update templates set state = 'removed' where app_id = $1`, [app.appId]);
    expect((await ledger.claim(pushId)).kind).toBe('claimed');
  });

  test('when it backs off, then it waits until it is due and is claimed from retrying', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const pushId = await app.push(userId);
    await ledger.settle(await ledger.take(pushId), refused(-1), {
      state: 'retrying',
      dueAt: new Date(Date.now() + 60_000),
    });
    expect(await ledger.claim(pushId, 1)).toEqual({ kind: 'waiting' });
    await query(`update pushes set due_at = now() where id = $1`, [pushId]);
    expect(await ledger.claim(pushId, 1)).toMatchObject({
      kind: 'claimed',
      push: { attemptNumber: 2 },
    });
  });

  test('when it has expired, then the claim ends it and what was parked behind it takes its grant', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const [old, next] = [await app.push(userId), await app.push(userId)];
    expect((await ledger.read(next)).state).toBe('parked');
    await query(`update pushes set expires_at = now() where id = $1`, [old]);

    expect(await ledger.claim(old)).toEqual({ kind: 'moved', state: 'expired' });

    expect(await ledger.read(old)).toMatchObject({ state: 'expired', reason: { code: 'expired' } });
    expect(await ledger.read(next)).toMatchObject({ state: 'queued', cycle: 1, reason: null });
    expect(await ledger.transitions(old)).toEqual(['queued -> expired by worker']);
    expect(await ledger.transitions(next)).toEqual(['parked -> queued by worker']);
  });

  test('when the recipient was erased, then it ends dead', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const pushId = await app.push(userId, { onNoGrant: 'send-anyway' });
    await query('delete from users where id = $1', [userId]);
    expect(await ledger.claim(pushId)).toEqual({ kind: 'moved', state: 'dead' });
    expect((await ledger.read(pushId)).reason?.code).toBe('recipient-erased');
  });
});

describe('A push without a grant', () => {
  test.each([
    ['park', { kind: 'moved', state: 'parked' }, 'parked'],
    ['reject', { kind: 'moved', state: 'dead' }, 'dead'],
  ] as const)(
    'when it wishes to %s, then the claim does so and makes no attempt',
    async (onNoGrant, result, state) => {
      const app = await ledger.newApp();
      const userId = await app.newUser();
      await app.give(userId);
      const pushId = await app.push(userId, { onNoGrant });
      await query(`update grants set state = 'void' where user_id = $1`, [userId]);

      expect(await ledger.claim(pushId)).toEqual(result);

      expect(await ledger.read(pushId)).toMatchObject({
        state,
        reason: { code: 'no-grant' },
        attempts: 0,
      });
      expect(await ledger.transitions(pushId)).toEqual([`queued -> ${state} by worker`]);
    },
  );

  test('when it wishes to be sent anyway, then it is claimed without one', async () => {
    const app = await ledger.newApp();
    const pushId = await app.push(await app.newUser(), { onNoGrant: 'send-anyway' });
    expect(await ledger.take(pushId)).toMatchObject({ hasGrant: false });
  });

  test('when what is parked first has expired, then the grant goes to the next', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const [expired, next] = [await app.push(userId), await app.push(userId)];
    await query('update pushes set expires_at = now() where id = $1', [expired]);
    await app.give(userId);
    expect((await ledger.read(expired)).state).toBe('parked');
    expect((await ledger.read(next)).state).toBe('queued');
  });

  test('when it parks again, then it keeps its place', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const [first, second] = [await app.push(userId), await app.push(userId)];
    const before = await ledger.read(first);
    await app.give(userId);
    await query(`update grants set state = 'void' where user_id = $1`, [userId]);
    expect(await ledger.claim(first, 1)).toEqual({ kind: 'moved', state: 'parked' });
    expect((await ledger.read(first)).parked_at).toEqual(before.parked_at);
    await app.give(userId);
    expect((await ledger.read(first)).state).toBe('queued');
    expect((await ledger.read(second)).state).toBe('parked');
  });
});
