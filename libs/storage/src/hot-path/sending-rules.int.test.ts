import { describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import type { SendingRules } from '../entities/app.entity.ts';
import type { NewPush } from '../hot-path.ts';
import { createAppRepository } from '../repositories/app.repository.ts';
import { findBrokenInvariants } from '../test-support/find-broken-invariants.ts';
import {
  accepted,
  notSent,
  openTestLedger,
  refused,
  unconfirmed,
} from '../test-support/open-test-ledger.ts';
import { quietNow } from '../test-support/quiet-now.ts';

const ledger = await openTestLedger({ poolMax: 8 });
const { hotPath, query, sweeps } = ledger;
const apps = createAppRepository(ledger.core);

const hour = 3_600_000;

async function setUp(rules: SendingRules, grants = 5) {
  const app = await ledger.newApp();
  const userId = await app.newUser();
  if (grants > 0) await app.give(userId, grants);
  const setRules = (changed: SendingRules) => apps.setSendingRules(app.appId, changed);
  await setRules(rules);
  const push = (change: Partial<NewPush> = {}) => app.push(userId, change);
  return { app, userId, push, setRules };
}

/** Claims it as often as it takes to be `sending`, and settles. */
async function send(pushId: string, outcome = accepted()): Promise<void> {
  const { cycle } = await ledger.read(pushId);
  await ledger.settle(await ledger.take(pushId, cycle), outcome, { dueAt: new Date(0) });
}

const claim = async (pushId: string) => ledger.claim(pushId, (await ledger.read(pushId)).cycle);
const stateOf = async (pushId: string): Promise<string> => {
  const { state, reason } = await ledger.read(pushId);
  return reason === null ? state : `${state} ${reason.code}`;
};
const wake = async (pushId: string): Promise<void> => {
  await query(`update pushes set due_at = now() - interval '3 seconds' where id = $1`, [pushId]);
  await sweeps.queueDue(100);
};

describe('Quiet hours, at the claim', () => {
  test('when they hold, then the push waits for their end, with no grant, and goes out then', async () => {
    const { userId, push } = await setUp({ quietHours: quietNow() }, 1);
    const id = await push();
    expect(await claim(id)).toEqual({ kind: 'moved', state: 'scheduled' });
    const held = await ledger.read(id);
    expect(held).toMatchObject({ state: 'scheduled', reason: { code: 'quiet-hours' } });
    expect(held.due_at.getTime() - Date.now()).toBeGreaterThan(hour);
    expect([await ledger.grants(userId), held.grant_id, held.attempts]).toEqual([
      ...[['available'], null, 0],
    ]);
    expect(await ledger.transitions(id)).toEqual(['queued -> scheduled by worker']);
    await wake(id);
    expect(await stateOf(id)).toBe('queued');
    expect(await findBrokenInvariants(query)).toEqual([]);
  });

  test('when a job of before comes late, then it does not get the held push', async () => {
    const { push } = await setUp({ quietHours: quietNow() });
    const id = await push();
    await ledger.claim(id, 0);
    expect(await ledger.claim(id, 0)).toEqual({ kind: 'gone' });
  });

  test('when they drop, then it ends cancelled and the grant stays', async () => {
    const { userId, push } = await setUp({ quietHours: quietNow({ then: 'drop' }) }, 1);
    const id = await push();
    expect(await claim(id)).toEqual({ kind: 'moved', state: 'cancelled' });
    expect([await stateOf(id), await ledger.grants(userId)]).toEqual([
      ...['cancelled quiet-hours', ['available']],
    ]);
    expect(await findBrokenInvariants(query)).toEqual([]);
  });

  test('when the push is urgent, then it goes out', async () => {
    const { push } = await setUp({ quietHours: quietNow({ then: 'drop' }) });
    const id = await push({ isUrgent: true });
    expect(await claim(id)).toMatchObject({ kind: 'claimed' });
  });

  test('when a template has hours of its own, or none, then those count', async () => {
    const own = (quietHours: SendingRules['quietHours']) => [{ templateId: 'tpl-1', quietHours }];
    const outside = quietNow({ from: quietNow().to, to: quietNow({}, 3).to });
    for (const quietHours of [null, outside]) {
      const { push } = await setUp({ quietHours: quietNow(), templates: own(quietHours) });
      expect(await claim(await push())).toMatchObject({ kind: 'claimed' });
    }
    const { app, userId, push } = await setUp({ templates: own(quietNow()) });
    await app.give(userId, 1, { templateId: 'tpl-2' });
    expect(await claim(await push({ templateId: 'tpl-2' }))).toMatchObject({ kind: 'claimed' });
    expect(await stateOf(await push())).toBe('queued');
  });

  test('when many are held, then their ends are spread over the time given, and within the life of each', async () => {
    const { app } = await setUp({ quietHours: quietNow({ spreadSeconds: 600 }) });
    const ids: string[] = [];
    for (let n = 0; n < 20; n += 1) {
      const userId = await app.newUser();
      await app.give(userId);
      ids.push(await app.push(userId));
    }
    for (const id of ids) await claim(id);
    const { due_at: until } = await ledger.read(ids[0]!);
    const dues = (await Promise.all(ids.map((id) => ledger.read(id)))).map(({ due_at }) =>
      due_at.getTime(),
    );
    expect(Math.max(...dues) - Math.min(...dues)).toBeLessThanOrEqual(600_000);
    expect(new Set(dues.map((due) => Math.floor(due / 60_000))).size).toBeGreaterThan(3);
    const short = await app.push(await given(app), {
      expiresAt: new Date(Math.min(...dues) + 600_000),
    });
    await claim(short);
    const { due_at } = await ledger.read(short);
    expect(due_at.getTime()).toBeLessThan(until.getTime() + 600_000);
  });

  test('when it expires before they end, then it ends expired, and says that it was held', async () => {
    const { push } = await setUp({ quietHours: quietNow() });
    const id = await push();
    await claim(id);
    await query('update pushes set expires_at = now() where id = $1', [id]);
    await sweeps.expirePushes(100);
    expect(await stateOf(id)).toBe('expired quiet-hours');
  });

  test('when its earlier attempt may have been delivered, then it keeps its claim on the grant and is retried then', async () => {
    const { push, setRules } = await setUp({}, 1);
    const id = await push({ onUnconfirmed: 'resend' });
    await send(id, unconfirmed);
    await setRules({ quietHours: quietNow() });
    const { cycle } = await ledger.read(id);
    await ledger.claim(id, cycle);
    expect(await stateOf(id)).toBe('retrying quiet-hours');
    const other = await push();
    expect(await stateOf(other)).toBe('parked no-grant');
    // The job of before, should it come when the time is over.
    await query(`update pushes set due_at = now() where id = $1`, [id]);
    expect(await ledger.claim(id, cycle)).toEqual({ kind: 'gone' });
    await wake(id);
    expect(await stateOf(id)).toBe('queued');
  });

  test('when it is held, then it may be cancelled', async () => {
    const { push } = await setUp({ quietHours: quietNow() });
    const id = await push();
    await claim(id);
    expect(await hotPath.cancelPush({ pushId: id, actor: 'key:1' })).toBe('cancelled');
  });

  test('when a parked push is set free at night, then it waits for the morning and its grant for whoever may go before', async () => {
    const { app, userId, push } = await setUp({ quietHours: quietNow() }, 0);
    const id = await push();
    await app.give(userId);
    expect(await stateOf(id)).toBe('queued');
    await claim(id);
    expect(await stateOf(id)).toBe('scheduled quiet-hours');
    const urgent = await push({ isUrgent: true });
    expect(await claim(urgent)).toMatchObject({ kind: 'claimed' });
    await wake(id);
    expect(await stateOf(id)).toBe('parked no-grant');
  });

  test('when a dead push is replayed at night, then it waits, too', async () => {
    const { push, setRules } = await setUp({});
    const id = await push();
    await send(id, refused(47003));
    await setRules({ quietHours: quietNow() });
    await hotPath.replayPush({
      ...{ pushId: id, ttlSeconds: null, allowsDuplicates: false, actor: 'key:1' },
    });
    await claim(id);
    expect(await stateOf(id)).toBe('scheduled quiet-hours');
  });
});

const given = async (app: { newUser(): Promise<string>; give(id: string): Promise<void> }) => {
  const userId = await app.newUser();
  await app.give(userId);
  return userId;
};

describe('Rules that change while pushes are held', () => {
  test('when they are lifted, then the held go out; when they stay, then those wait on', async () => {
    const { push, setRules } = await setUp({ quietHours: quietNow() });
    const id = await push();
    await claim(id);
    const { touched } = await sweeps.wakeHeld(100);
    expect(touched).toBe(0);
    await setRules({ quietHours: quietNow({}, 3) });
    expect((await sweeps.wakeHeld(100)).touched).toBe(1);
    await sweeps.queueDue(100);
    await claim(id);
    const { due_at } = await ledger.read(id);
    expect(due_at.getTime() - Date.now()).toBeGreaterThan(2 * hour);
    await setRules({});
    await sweeps.wakeHeld(100);
    await sweeps.queueDue(100);
    expect(await claim(id)).toMatchObject({ kind: 'claimed' });
  });
});

describe('A frequency cap', () => {
  const cap = (most: number, perSeconds = 3600, then: 'hold' | 'drop' = 'hold') => ({
    ...{ most, perSeconds, then },
  });

  test('when the user has had as many, then the next is held until the first of them leaves the window', async () => {
    const { push } = await setUp({ caps: [cap(2)] });
    await send(await push());
    await send(await push());
    const id = await push();
    await claim(id);
    expect(await stateOf(id)).toBe('scheduled frequency-cap');
    const { due_at } = await ledger.read(id);
    expect(Math.abs(due_at.getTime() - Date.now() - hour)).toBeLessThan(60_000);
    await query(`update attempts set started_at = started_at - interval '1 hour'`);
    await wake(id);
    expect(await claim(id)).toMatchObject({ kind: 'claimed' });
    expect(await findBrokenInvariants(query)).toEqual([]);
  });

  test('when it drops, then the push ends cancelled', async () => {
    const { push } = await setUp({ caps: [cap(1, 3600, 'drop')] });
    await send(await push());
    const id = await push();
    await claim(id);
    expect(await stateOf(id)).toBe('cancelled frequency-cap');
  });

  test.each([
    ['sent', 'scheduled frequency-cap', accepted()],
    ['of unknown fate', 'scheduled frequency-cap', unconfirmed],
    ['refused', 'sending', refused(47003)],
    ['never sent', 'sending', notSent],
  ])('when the message before was %s, then the next is %s', async (_what, expected, outcome) => {
    const { push } = await setUp({ caps: [cap(1)] });
    await send(await push(), outcome);
    const id = await push();
    await claim(id);
    expect(await stateOf(id)).toBe(expected);
  });

  test('when it is of a template, then other templates neither count nor are held', async () => {
    const rules = { templates: [{ templateId: 'tpl-1', caps: [cap(1)] }] };
    const { app, userId, push } = await setUp(rules);
    await app.give(userId, 2, { templateId: 'tpl-2' });
    await send(await push({ templateId: 'tpl-2' }));
    await send(await push());
    await send(await push({ templateId: 'tpl-2' }));
    const id = await push();
    await claim(id);
    expect(await stateOf(id)).toBe('scheduled frequency-cap');
  });

  test('when it is of the app, then every template counts; another user does not', async () => {
    const { app, userId, push } = await setUp({ caps: [cap(1)] });
    await app.give(userId, 1, { templateId: 'tpl-2' });
    await send(await push({ templateId: 'tpl-2' }));
    const id = await push();
    await claim(id);
    expect(await stateOf(id)).toBe('scheduled frequency-cap');
    expect(await claim(await app.push(await given(app)))).toMatchObject({ kind: 'claimed' });
  });

  test('when urgent ones go out, then they are not held, and count', async () => {
    const { push } = await setUp({ caps: [cap(1)] });
    await send(await push());
    await send(await push({ isUrgent: true }));
    await query(`update attempts set started_at = started_at - interval '1 hour' where id in (
      select id from attempts order by started_at desc offset 1 limit 1)`);
    const id = await push();
    await claim(id);
    expect(await stateOf(id)).toBe('scheduled frequency-cap');
  });

  test('when a push is sent again after a doubt, then it is not counted against itself', async () => {
    const { push } = await setUp({ caps: [cap(1)] });
    const id = await push({ onUnconfirmed: 'resend' });
    await send(id, unconfirmed);
    expect(await claim(id)).toMatchObject({ kind: 'claimed' });
  });

  test('when workers claim all pushes of a user at once, then no more go out than the cap allows', async () => {
    const { app, userId } = await setUp({ caps: [cap(2)] }, 12);
    const pushes = Array.from({ length: 12 }, () => app.newPush(userId));
    await hotPath.acceptPushes(pushes);
    const take = async (pushId: string): Promise<boolean> => {
      for (;;) {
        const { cycle } = await ledger.read(pushId);
        const requests = [{ pushId, cycle, attemptId: uuidv7() }];
        const [result] = await hotPath.claimPushes({ requests, workerId: 'w', leaseMs: 60_000 });
        if (result?.kind === 'moved') return false;
        if (result?.kind !== 'claimed') continue;
        await ledger.settle(result.push, accepted());
        return true;
      }
    };
    const sent = await Promise.all(pushes.map(({ id }) => take(id)));
    expect(sent.filter(Boolean)).toHaveLength(2);
    expect(await findBrokenInvariants(query)).toEqual([]);
  });

  test('when one batch holds several of a user, then the second waits for the first', async () => {
    const { app, userId } = await setUp({ caps: [cap(1)] });
    const pushes = [app.newPush(userId), app.newPush(userId)];
    await hotPath.acceptPushes(pushes);
    const requests = pushes.map(({ id }) => ({ pushId: id, cycle: 0, attemptId: uuidv7() }));
    const results = await hotPath.claimPushes({ requests, workerId: 'w', leaseMs: 60_000 });
    expect(results.map(({ kind }) => kind)).toEqual(['claimed', 'busy']);
  });
});

describe('An app without rules', () => {
  test('when its pushes are claimed, then nothing is counted', async () => {
    const { push } = await setUp({});
    const id = await push();
    await send(id);
    expect(await query('select is_counted from attempts where push_id = $1', [id])).toEqual([
      { is_counted: false },
    ]);
  });
});
