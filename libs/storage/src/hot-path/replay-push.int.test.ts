import { describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { findBrokenInvariants } from '../test-support/find-broken-invariants.ts';
import {
  accepted,
  openTestLedger,
  refused,
  unconfirmed,
  type TestApp,
} from '../test-support/open-test-ledger.ts';
import type { NewPush } from '../hot-path.ts';
import { createHotPath } from './create-hot-path.ts';

const ledger = await openTestLedger();
const { hotPath, query } = ledger;
const actor = 'key:1';

const replay = async (pushId: string, change: Partial<{ ttlSeconds: number; may: boolean }> = {}) =>
  (
    await hotPath.replayPush({
      pushId,
      ttlSeconds: change.ttlSeconds ?? null,
      allowsDuplicates: change.may ?? false,
      actor,
    })
  ).result.kind;

/** A push that WeChat refused for its data: dead, its grant given back. */
async function die(app: TestApp, userId: string, change: Partial<NewPush> = {}): Promise<string> {
  const pushId = await app.push(userId, change);
  await ledger.settle(await ledger.take(pushId), refused(47003));
  return pushId;
}

/** A push whose answer was lost and that expired so: dead, its grant kept as spent. */
async function dieUnconfirmed(app: TestApp, userId: string): Promise<string> {
  const pushId = await app.push(userId);
  await ledger.settle(await ledger.take(pushId), unconfirmed);
  await query('update pushes set expires_at = now() where id = $1', [pushId]);
  await ledger.sweeps.expirePushes(100);
  return pushId;
}

describe('Replaying a dead push', () => {
  test('when there is a grant, then it is queued for a new life, and goes out', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const pushId = await die(app, userId, { ttlSeconds: 3_600 });
    await query('update pushes set retries = 5, token_retries = 2 where id = $1', [pushId]);

    const { result, due } = await hotPath.replayPush({
      ...{ pushId, ttlSeconds: null, allowsDuplicates: false, actor },
    });

    expect(result).toEqual({ kind: 'queued' });
    expect(due).toMatchObject([{ pushId, cycle: 1, delayMs: 0 }]);
    expect(await ledger.read(pushId)).toMatchObject({ state: 'queued', reason: null, retries: 0 });
    const [row] = await query<{ left: number; token_retries: number; ended_at: Date | null }>(
      `select extract(epoch from expires_at - now())::integer as left, token_retries, ended_at
       from pushes where id = $1`,
      [pushId],
    );
    expect(row).toMatchObject({ token_retries: 0, ended_at: null });
    expect(row!.left).toBeGreaterThan(3_500);
    expect(row!.left).toBeLessThanOrEqual(3_600);
    expect(await ledger.transitions(pushId)).toContain('dead -> queued by key:1');
    const claimed = await ledger.take(pushId, 1);
    expect(claimed).toMatchObject({ attemptNumber: 2, earlierAttempts: 1, retries: 0 });
    await ledger.settle(claimed, accepted());
    expect(await ledger.read(pushId)).toMatchObject({ state: 'sent' });
    expect(await ledger.grants(userId)).toEqual(['spent']);
  });

  test('when a time to live is given, then it counts from now', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const pushId = await die(app, userId);
    expect(await replay(pushId, { ttlSeconds: 60 })).toBe('queued');
    const [row] = await query<{ left: number }>(
      'select extract(epoch from expires_at - now())::float8 as left from pushes where id = $1',
      [pushId],
    );
    expect(row!.left).toBeLessThanOrEqual(60);
  });

  test('when no grant is left, then it parks and the next grant sends it; `reject` stays dead, `send-anyway` goes', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const parks = await die(app, userId);
    const rejects = await die(app, userId, { onNoGrant: 'reject' });
    const goes = await die(app, userId, { onNoGrant: 'send-anyway' });
    await query(`update grants set state = 'void' where user_id = $1`, [userId]);

    expect(await replay(parks)).toBe('parked');
    expect(await replay(rejects)).toBe('no-grant');
    expect(await replay(goes)).toBe('queued');

    expect(await ledger.read(parks)).toMatchObject({
      state: 'parked',
      reason: { code: 'no-grant' },
    });
    expect(await ledger.read(rejects)).toMatchObject({ state: 'dead', cycle: 0 });
    await app.give(userId, 2);
    expect(await ledger.read(parks)).toMatchObject({ state: 'queued', cycle: 2 });
  });

  test('when open demand asks for the grant, then it parks behind it', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const pushId = await die(app, userId);
    await app.push(userId);
    expect(await replay(pushId)).toBe('parked');
    expect(await findBrokenInvariants(query)).toEqual([]);
  });

  test('when it is asked for twice at once, then it is put back once', async () => {
    const app = await ledger.newApp();
    const other = createHotPath(ledger.openAnother());
    for (let round = 0; round < 20; round += 1) {
      const userId = await app.newUser();
      await app.give(userId);
      const pushId = await die(app, userId);
      const input = { pushId, ttlSeconds: null, allowsDuplicates: false, actor };
      const both = await Promise.all([hotPath.replayPush(input), other.replayPush(input)]);
      expect(both.map(({ result }) => result.kind).sort()).toEqual(['not-dead', 'queued']);
      expect(await ledger.read(pushId)).toMatchObject({ state: 'queued', cycle: 1 });
    }
  });

  test('when it is not dead or unknown, then nothing happens', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    expect(await replay(await app.push(userId))).toBe('not-dead');
    expect(await replay(uuidv7())).toBe('not-found');
  });

  test('when its recipient or its template is gone, then it stays dead', async () => {
    const app = await ledger.newApp();
    const [erased, other] = [await app.newUser(), await app.newUser()];
    await app.give(erased);
    await app.give(other);
    const [first, second] = [await die(app, erased), await die(app, other)];
    await query('delete from users where id = $1', [erased]);
    expect(await replay(first)).toBe('recipient-erased');
    await query(`update templates set state = 'removed' where app_id = $1`, [app.appId]);
    expect(await replay(second)).toBe('template-removed');
    expect(await ledger.read(second)).toMatchObject({ state: 'dead', cycle: 0 });
  });
});

describe('What may have been delivered', () => {
  test('when it died unconfirmed, then it goes only if asked for, on a new grant: the old one stays spent', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 2);
    const pushId = await dieUnconfirmed(app, userId);
    expect((await ledger.grants(userId)).sort()).toEqual(['available', 'spent']);

    expect(await replay(pushId)).toBe('may-duplicate');
    expect(await ledger.read(pushId)).toMatchObject({ state: 'dead', cycle: 0 });

    expect(await replay(pushId, { may: true })).toBe('queued');
    // Not doubted again: an operator has decided.
    const claimed = await ledger.take(pushId, 1);
    await ledger.settle(claimed, accepted());
    expect(await ledger.grants(userId)).toEqual(['spent', 'spent']);
    expect(await findBrokenInvariants(query)).toEqual([]);
  });

  test('when it is replayed so and dies of something else, then it may still be a duplicate', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 2);
    const pushId = await dieUnconfirmed(app, userId);
    await replay(pushId, { may: true });
    await ledger.settle(await ledger.take(pushId, 1), refused(47003));
    expect(await ledger.read(pushId)).toMatchObject({ state: 'dead' });
    expect(await replay(pushId)).toBe('may-duplicate');
  });

  test('when its only grant was kept as spent, then it parks until there is a new one', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const pushId = await dieUnconfirmed(app, userId);
    expect(await replay(pushId, { may: true })).toBe('parked');
    expect(await ledger.grants(userId)).toEqual(['spent']);
  });

  test('when WeChat’s event or a late answer says it arrived, then it is never replayed', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 2);
    const byEvent = await dieUnconfirmed(app, userId);
    await app.storeEvent(userId, {
      type: 'subscribe_msg_sent_event',
      items: [{ templateId: 'tpl-1', msgid: uuidv7(), errorCode: '0', errorStatus: 'success' }],
    });
    await hotPath.applyEvents(100);
    expect((await ledger.read(byEvent)).state).toBe('sent');
    expect(await replay(byEvent, { may: true })).toBe('not-dead');

    const pushId = await app.push(userId);
    const claimed = await ledger.take(pushId);
    await ledger.settle(claimed, unconfirmed);
    await query('update pushes set expires_at = now() where id = $1', [pushId]);
    await ledger.sweeps.expirePushes(100);
    await ledger.settle(claimed, accepted());
    expect(await ledger.read(pushId)).toMatchObject({ state: 'sent' });
    expect(await replay(pushId, { may: true })).toBe('not-dead');
  });

  test('when WeChat’s event says it failed, then it goes', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 2);
    const pushId = await app.push(userId);
    await ledger.settle(await ledger.take(pushId), unconfirmed);
    const failed = { templateId: 'tpl-1', errorCode: '1', errorStatus: 'system failed' };
    await app.storeEvent(userId, {
      type: 'subscribe_msg_sent_event',
      items: [{ ...failed, msgid: uuidv7() }],
    });
    await hotPath.applyEvents(100);
    expect(await ledger.read(pushId)).toMatchObject({ state: 'dead', delivery: 'failed' });
    expect(await replay(pushId)).toBe('queued');
  });

  test('when a person has judged that it did not arrive, then it goes', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 2);
    const pushId = await app.push(userId);
    await ledger.settle(await ledger.take(pushId), unconfirmed);
    const word = { verdict: 'dead', actor: 'key:2', reason: null, requestId: null } as const;
    expect((await hotPath.giveVerdict({ pushId, ...word })).kind).toBe('given');
    expect(await replay(pushId)).toBe('queued');
    // The word held for the attempts before it.
    await ledger.settle(await ledger.take(pushId, 1), unconfirmed);
    await query('update pushes set expires_at = now() where id = $1', [pushId]);
    await ledger.sweeps.expirePushes(100);
    expect(await replay(pushId)).toBe('may-duplicate');
  });
});
