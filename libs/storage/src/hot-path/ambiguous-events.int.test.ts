import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  accepted,
  openTestLedger,
  refused,
  unconfirmed,
  type TestApp,
} from '../test-support/open-test-ledger.ts';
import type { ClaimedPush } from '../hot-path.ts';

const ledger = await openTestLedger();
const { hotPath, query, sweeps } = ledger;

beforeEach(async () => {
  await query('delete from heartbeats');
  await query('delete from sweep_cursors');
  await query(`update pushes set state = 'cancelled' where state = 'unconfirmed'`);
  await query(`insert into heartbeats
    select 'api-1', 'api', now() - age * interval '1 second' from generate_series(0, 700, 2) age`);
});

const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000);
const failure = { errorCode: '1', errorStatus: 'failed' };
const sentEvent = (msgid: string, secondsAgo: number, change: object = {}) => ({
  type: 'subscribe_msg_sent_event',
  items: [{ templateId: 'tpl-1', msgid, errorCode: '0', errorStatus: 'success', ...change }],
  createdAt: ago(secondsAgo),
});
const judge = () => sweeps.judgeUnconfirmed({ limit: 100, windowMs: 120_000 });
const stateOf = async (pushId: string) => (await ledger.read(pushId)).state;

type Key = { app: TestApp; userId: string };

async function newKey(grants: number): Promise<Key> {
  const app = await ledger.newApp();
  const userId = await app.newUser();
  await app.give(userId, grants);
  return { app, userId };
}

/** A push whose attempt began so long ago and learned this. */
async function attempted(
  key: Key,
  secondsAgo: number,
  outcome: Parameters<typeof ledger.settle>[1] = unconfirmed,
  change: Parameters<TestApp['push']>[1] = {},
): Promise<ClaimedPush> {
  const push = await ledger.take(await key.app.push(key.userId, change));
  await ledger.settle(push, outcome);
  await query('update attempts set started_at = $2, finished_at = $3 where id = $1', [
    ...[push.attemptId, ago(secondsAgo), ago(secondsAgo - 10)],
  ]);
  return push;
}

/** WeChat told of a later message of another user: silence could count. */
async function laterSuccess(app: TestApp): Promise<void> {
  const other = await app.newUser();
  await app.give(other);
  const later = await app.push(other);
  await ledger.settle(await ledger.take(later), accepted(later));
  await app.storeEvent(other, sentEvent(later, 0));
  await hotPath.applyEvents(1000);
}

/** Two pushes of a key, both silent for minutes. */
async function twoSilent() {
  const key = await newKey(2);
  const elder = await attempted(key, 600);
  const younger = await attempted(key, 300);
  await laterSuccess(key.app);
  const tell = async (msgid: string, secondsAgo: number, change?: object) => {
    await key.app.storeEvent(key.userId, sentEvent(msgid, secondsAgo, change));
    await hotPath.applyEvents(1000);
  };
  const states = async () => [await stateOf(elder.pushId), await stateOf(younger.pushId)];
  return { ...key, elder, younger, tell, states };
}

describe('One event for two silent pushes of a key', () => {
  test('when either may be meant, then neither is called sent and neither is judged by its silence', async () => {
    const { tell, states, elder, younger } = await twoSilent();
    await tell('one-of-two', 299);
    expect(await states()).toEqual(['unconfirmed', 'unconfirmed']);
    // Without the event it would be judged: no other grant, nor one written off that WeChat may hold.
    await query(`update grants set state = 'void' where push_id = $1`, [elder.pushId]);
    expect((await judge()).touched).toBe(0);
    await query(`delete from sent_event_items where msgid = 'one-of-two'`);
    expect(await judge()).toMatchObject({ touched: 1, due: [{ pushId: younger.pushId }] });
  });

  test('when it is older than the younger, then it is the elder’s, and the younger is judged', async () => {
    const { tell, states, younger } = await twoSilent();
    await tell('elders', 595);
    expect(await states()).toEqual(['sent', 'unconfirmed']);
    expect(await judge()).toMatchObject({ touched: 1, due: [{ pushId: younger.pushId }] });
  });

  test('when a second comes, then both went out: each is sent, confirmed by one event', async () => {
    const { tell, states, userId } = await twoSilent();
    await tell('first', 299);
    await tell('second', 298);
    expect(await states()).toEqual(['sent', 'sent']);
    expect(await ledger.grants(userId)).toEqual(['spent', 'spent']);
    expect(
      await query(`select a.msgid from attempts a where a.user_id = $1 order by a.started_at`, [
        userId,
      ]),
    ).toEqual([{ msgid: 'first' }, { msgid: 'second' }]);
  });

  test('when it is told twice, in two events or in one, then it is still one', async () => {
    const { app, userId, tell, states } = await twoSilent();
    await tell('told-twice', 299);
    await tell('told-twice', 298);
    const [item] = sentEvent('told-twice', 297).items;
    await app.storeEvent(userId, { ...sentEvent('told-twice', 297), items: [item!, item!] });
    await hotPath.applyEvents(100);
    expect(await states()).toEqual(['unconfirmed', 'unconfirmed']);
    await tell('the-other', 296);
    expect(await states()).toEqual(['sent', 'sent']);
    const [row] = await query(
      `select count(*) as n, count(distinct attempt_id) as attempts from sent_event_items where openid = (select openid from users where id = $1)`,
      [userId],
    );
    expect(row).toEqual({ n: 5, attempts: 2 });
  });

  test('when it bears no msgid, and a second without one comes, then each is one’s own', async () => {
    const { tell, states } = await twoSilent();
    await tell('', 595);
    expect(await states()).toEqual(['sent', 'unconfirmed']);
    await tell('', 299);
    expect(await states()).toEqual(['sent', 'sent']);
  });

  test('when two come and differ, then nobody knows whose is whose: both wait, and neither is judged', async () => {
    const { tell, states } = await twoSilent();
    await tell('good', 299);
    await tell('bad', 298, failure);
    expect(await states()).toEqual(['unconfirmed', 'unconfirmed']);
    expect((await judge()).touched).toBe(0);
  });

  test('when a late answer names the elder’s message, then the event is the younger’s', async () => {
    const { tell, states, elder } = await twoSilent();
    await tell('youngers', 299);
    await ledger.settle(elder, accepted('another'));
    expect(await states()).toEqual(['sent', 'sent']);
    const [row] = await query('select attempt_id from sent_event_items where msgid = $1', [
      'youngers',
    ]);
    expect(row).not.toEqual({ attempt_id: elder.attemptId });
  });

  test('when a late answer says that the elder was refused, then the event is the younger’s', async () => {
    const { tell, states, elder } = await twoSilent();
    await tell('youngers-2', 299);
    await ledger.settle(elder, refused(40003));
    expect(await states()).toEqual(['dead', 'sent']);
  });

  test('when the late answer bears the event’s msgid, then the elder is confirmed by it and the younger still waits', async () => {
    const { tell, states, elder } = await twoSilent();
    await tell('elders-after-all', 299);
    await ledger.settle(elder, accepted('elders-after-all'));
    expect(await states()).toEqual(['sent', 'unconfirmed']);
    expect((await ledger.read(elder.pushId)).delivery).toBe('confirmed');
  });

  test('when the elder ends at its expiry, then the event is no more certain than before', async () => {
    const { tell, states, elder, younger } = await twoSilent();
    await tell('one-of-two-expired', 299);
    await query('update pushes set expires_at = now() where id = $1', [elder.pushId]);
    await sweeps.expirePushes(10);
    expect((await judge()).touched).toBe(0);
    expect(await states()).toEqual(['dead', 'unconfirmed']);
    await tell('two-of-two-expired', 298);
    expect(await states()).toEqual(['sent', 'sent']);
    expect((await ledger.read(elder.pushId)).delivery).toBe('confirmed');
    expect((await ledger.read(younger.pushId)).delivery).toBe('confirmed');
  });

  test('when the elder is a day older than the event, then the event is the younger’s', async () => {
    const { tell, states, elder } = await twoSilent();
    await query(`update attempts set started_at = now() - interval '25 hours' where id = $1`, [
      elder.attemptId,
    ]);
    await tell('of-today', 299);
    expect(await states()).toEqual(['unconfirmed', 'sent']);
  });
});

describe('An event that may be of a push already known to be sent', () => {
  test('when a silent push may be meant as well, then it waits; with a second event both are told', async () => {
    const key = await newKey(2);
    const sent = await attempted(key, 600, accepted(null));
    const silent = await attempted(key, 300);
    await laterSuccess(key.app);
    await key.app.storeEvent(key.userId, sentEvent('unnamed-1', 299));
    await hotPath.applyEvents(100);
    expect((await judge()).touched).toBe(0);
    expect((await ledger.read(sent.pushId)).delivery).toBe('pending');
    expect(await stateOf(silent.pushId)).toBe('unconfirmed');
    await key.app.storeEvent(key.userId, sentEvent('unnamed-2', 299));
    await hotPath.applyEvents(100);
    expect((await ledger.read(sent.pushId)).delivery).toBe('confirmed');
    expect(await stateOf(silent.pushId)).toBe('sent');
  });

  test('when all attempts it may be of are of one push, then that push is meant', async () => {
    const key = await newKey(1);
    const first = await attempted(key, 300, unconfirmed, { onUnconfirmed: 'resend' });
    await query('update pushes set due_at = now() where id = $1', [first.pushId]);
    await ledger.settle(await ledger.take(first.pushId, 1), unconfirmed, {
      state: 'unconfirmed',
      grantEffect: 'keep',
      dueAt: null,
    });
    await key.app.storeEvent(key.userId, sentEvent('of-the-push', 0));
    await hotPath.applyEvents(100);
    expect(await ledger.read(first.pushId)).toMatchObject({ state: 'sent', delivery: 'confirmed' });
  });

  test('when the lease of another attempt of the key is over and no sweep has seen it, then the event waits', async () => {
    const key = await newKey(2);
    const overdue = await ledger.take(await key.app.push(key.userId));
    await query(`update pushes set lease_until = now() - interval '1 second' where id = $1`, [
      overdue.pushId,
    ]);
    await query(`update users set busy_until = now() - interval '1 second' where id = $1`, [
      key.userId,
    ]);
    const silent = await attempted(key, 0);
    await key.app.storeEvent(key.userId, sentEvent('of-the-overdue', 0));
    await hotPath.applyEvents(100);
    expect(await stateOf(silent.pushId)).toBe('unconfirmed');
    await ledger.settle(overdue, accepted('of-the-overdue'));
    expect(await stateOf(silent.pushId)).toBe('unconfirmed');
  });

  test('when the event waited for an attempt in flight, then that one’s answer settles whose it is', async () => {
    for (const answer of [accepted(), refused(47003)]) {
      const key = await newKey(2);
      const unnamed = await attempted(key, 1, accepted(null));
      const inFlight = await ledger.take(await key.app.push(key.userId));
      await key.app.storeEvent(key.userId, sentEvent(`of-the-unnamed-${inFlight.pushId}`, 0));
      await hotPath.applyEvents(100);
      expect((await ledger.read(unnamed.pushId)).delivery).toBe('pending');
      await ledger.settle(inFlight, answer);
      expect((await ledger.read(unnamed.pushId)).delivery).toBe('confirmed');
    }
  });

  test('when a late answer without a msgid follows the event, then the attempt keeps the event’s', async () => {
    const key = await newKey(1);
    const silent = await attempted(key, 300);
    await key.app.storeEvent(key.userId, sentEvent('kept', 299));
    await hotPath.applyEvents(100);
    await ledger.settle(silent, accepted(null));
    const [row] = await query('select msgid, is_late from attempts where id = $1', [
      silent.attemptId,
    ]);
    expect(row).toEqual({ msgid: 'kept', is_late: true });
  });

  test('when a message is told of twice before its answer is settled, or again after, then no event is left for another push', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 2);
    const push = await ledger.take(await app.push(userId));
    const tellAt = async (createdAt: Date) => {
      const item = { templateId: 'tpl-1', msgid: '777', errorCode: '0', errorStatus: 'success' };
      await app.storeEvent(userId, { type: 'subscribe_msg_sent_event', items: [item], createdAt });
      await hotPath.applyEvents(100);
    };
    await tellAt(new Date());
    await tellAt(new Date(Date.now() + 1000));
    await ledger.settle(push, accepted('777'));
    const silent = await ledger.take(await app.push(userId));
    await tellAt(new Date(Date.now() + 2000));
    await ledger.settle(silent, unconfirmed);
    expect(await ledger.read(push.pushId)).toMatchObject({ state: 'sent', delivery: 'confirmed' });
    expect(await ledger.read(silent.pushId)).toMatchObject({
      state: 'unconfirmed',
      delivery: null,
    });
  });
});
