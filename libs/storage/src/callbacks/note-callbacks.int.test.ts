import { describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { callbacksOf, createEndpoint } from '../test-support/callbacks-of.ts';
import {
  accepted,
  notSent,
  openTestLedger,
  refused,
  unconfirmed,
} from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { core, hotPath, query } = ledger;

/** An app, a user with `grants` grants, and an endpoint of this app that wants everything. */
async function setUp(grants = 1) {
  const app = await ledger.newApp();
  const userId = await app.newUser();
  if (grants > 0) await app.give(userId, grants);
  const endpoint = await createEndpoint(core, { appIds: [app.appId] });
  return {
    app,
    userId,
    endpoint,
    told: (pushId: string) => callbacksOf(core, endpoint.id, pushId),
  };
}

const sentEvent = (msgid: string, isDelivered: boolean) => ({
  templateId: 'tpl-1',
  msgid,
  errorCode: isDelivered ? '0' : '1',
  errorStatus: isDelivered ? 'success' : 'failed',
});

describe('callbacks of a push', () => {
  test('when it is sent and confirmed, then both are told, in order', async () => {
    const { app, userId, told } = await setUp();
    const pushId = await app.push(userId);
    await ledger.settle(await ledger.take(pushId), accepted('m-1'));
    await app.storeEvent(userId, {
      type: 'subscribe_msg_sent_event',
      items: [sentEvent('m-1', true)],
    });
    await hotPath.applyEvents(10);
    expect(await told(pushId)).toEqual(['1 push.sent', '2 push.confirmed']);
  });

  test('when its event came before it was settled, then it is sent and undelivered at once', async () => {
    const { app, userId, told } = await setUp();
    const pushId = await app.push(userId);
    const push = await ledger.take(pushId);
    await app.storeEvent(userId, {
      type: 'subscribe_msg_sent_event',
      items: [sentEvent('m-2', false)],
    });
    await hotPath.applyEvents(10);
    await ledger.settle(push, accepted('m-2'));
    expect(await told(pushId)).toEqual(['1 push.sent', '2 push.undelivered']);
  });

  test('when it expires on its way, then that is told', async () => {
    const { app, userId, told } = await setUp();
    const pushId = await app.push(userId);
    const expired = { state: 'expired' as const, dueAt: null };
    await ledger.settle(await ledger.take(pushId), notSent, expired);
    expect((await ledger.read(pushId)).state).toBe('expired');
    expect(await told(pushId)).toEqual(['1 push.expired']);
  });

  test.each(['a late answer', 'an event'])(
    'when it was given up and %s proves its delivery, then it is told to be sent after all',
    async (proof) => {
      const { app, userId, told } = await setUp();
      const pushId = await app.push(userId);
      const push = await ledger.take(pushId);
      await ledger.settle(push, unconfirmed);
      await query('update pushes set expires_at = now() where id = $1', [pushId]);
      await ledger.sweeps.expirePushes(10);
      if (proof === 'a late answer') await ledger.settle(push, accepted('m-late'));
      else {
        const items = [sentEvent('m-late', true)];
        await app.storeEvent(userId, { type: 'subscribe_msg_sent_event', items });
        await hotPath.applyEvents(10);
      }
      expect(await told(pushId)).toEqual([
        ...['1 push.unconfirmed', '2 push.dead', '3 push.sent'],
        ...(proof === 'an event' ? ['4 push.confirmed'] : []),
      ]);
    },
  );

  test('when it parks, is released and dies, then parking and death are told', async () => {
    const { app, userId, told } = await setUp(0);
    const pushId = await app.push(userId);
    await app.give(userId);
    await ledger.settle(await ledger.take(pushId, 1), refused(47003));
    expect(await told(pushId)).toEqual(['1 push.parked', '2 push.dead']);
  });

  test('when the claim finds its grant gone, then it has parked again and is told so', async () => {
    const { app, userId, told } = await setUp();
    const pushId = await app.push(userId);
    await query(`update grants set state = 'void' where user_id = $1`, [userId]);
    expect(await ledger.claim(pushId)).toMatchObject({ kind: 'moved', state: 'parked' });
    expect(await told(pushId)).toEqual(['1 push.parked']);
  });

  test('when its answer is lost and an operator judges, then doubt and end are told', async () => {
    const { app, userId, told } = await setUp();
    const pushId = await app.push(userId);
    await ledger.settle(await ledger.take(pushId), unconfirmed);
    const verdict = { actor: 'key:1', reason: null, requestId: null };
    await hotPath.giveVerdict({ pushId, verdict: 'delivered', ...verdict });
    expect(await told(pushId)).toEqual(['1 push.unconfirmed', '2 push.sent']);
  });

  test('when its worker is lost, then a sweep tells of the doubt, and the event of the end', async () => {
    const { app, userId, told } = await setUp();
    const pushId = await app.push(userId);
    await ledger.take(pushId);
    await query(`update pushes set lease_until = now() - interval '1 second' where id = $1`, [
      pushId,
    ]);
    await ledger.sweeps.expireLeases(100);
    const items = [sentEvent('m-3', true)];
    const createdAt = new Date(Date.now() + 2_000);
    await app.storeEvent(userId, { type: 'subscribe_msg_sent_event', items, createdAt });
    await hotPath.applyEvents(10);
    expect(await told(pushId)).toEqual(['1 push.unconfirmed', '2 push.sent', '3 push.confirmed']);
  });

  test('when the event says that an unconfirmed one failed, then its death alone is told', async () => {
    const { app, userId, told } = await setUp();
    const pushId = await app.push(userId);
    await ledger.settle(await ledger.take(pushId), unconfirmed);
    const createdAt = new Date(Date.now() + 2_000);
    const items = [sentEvent('m-4', false)];
    await app.storeEvent(userId, { type: 'subscribe_msg_sent_event', items, createdAt });
    await hotPath.applyEvents(10);
    expect(await told(pushId)).toEqual(['1 push.unconfirmed', '2 push.dead']);
  });

  test('when it is cancelled, expires, or finds no grant when it is due, then that is told', async () => {
    const { app, userId, told } = await setUp();
    const cancelled = await app.push(userId);
    await hotPath.cancelPush({ pushId: cancelled, actor: 'key:1' });
    const expired = await app.push(userId);
    await query(`update pushes set expires_at = now() - interval '1 second' where id = $1`, [
      expired,
    ]);
    await ledger.sweeps.expirePushes(100);
    const stranger = await app.newUser();
    const later = await app.push(stranger, {
      sendAt: new Date(Date.now() + 60_000),
      onNoGrant: 'reject',
    });
    await query(`update pushes set due_at = now() where id = $1`, [later]);
    await ledger.sweeps.queueDue(100);
    expect(await told(cancelled)).toEqual(['1 push.cancelled']);
    expect(await told(expired)).toEqual(['1 push.expired']);
    expect(await told(later)).toEqual(['1 push.dead']);
  });

  test('when it is replayed into a park, then its sequence goes on', async () => {
    const { app, userId, told } = await setUp();
    const pushId = await app.push(userId);
    await ledger.settle(await ledger.take(pushId), refused(47003));
    await query(`update grants set state = 'void' where user_id = $1`, [userId]);
    await hotPath.replayPush({ pushId, ttlSeconds: null, allowsDuplicates: false, actor: 'key:1' });
    expect(await told(pushId)).toEqual(['1 push.dead', '2 push.parked']);
  });

  test('when a settle is repeated, then nothing is told twice', async () => {
    const { app, userId, told } = await setUp();
    const pushId = await app.push(userId);
    const push = await ledger.take(pushId);
    await ledger.settle(push, accepted('m-5'));
    await ledger.settle(push, accepted('m-5'));
    expect(await told(pushId)).toEqual(['1 push.sent']);
  });

  test('when the state stands, so does its callback: a transaction that fails leaves neither', async () => {
    const { app, userId, told } = await setUp();
    const pushId = await app.push(userId);
    const inTransaction = core.database.transaction(async (inside) => {
      await inside(`select cancel_push($1, 'key:1')`, [pushId]);
      throw new Error('lost');
    });
    await expect(inTransaction).rejects.toThrow();
    expect([(await ledger.read(pushId)).state, await told(pushId)]).toEqual(['queued', []]);
  });
});

describe('who is told', () => {
  test('when endpoints want other types, other apps or belong to others, then they hear nothing', async () => {
    const { app, userId, endpoint } = await setUp();
    const others = await Promise.all([
      createEndpoint(core, { appIds: [app.appId], events: ['push.dead'] }),
      createEndpoint(core, { appIds: ['wx-other'] }),
      createEndpoint(core, { callerId: uuidv7() }),
    ]);
    const pushId = await app.push(userId);
    await ledger.settle(await ledger.take(pushId), accepted());
    expect(await callbacksOf(core, endpoint.id, pushId)).toEqual(['1 push.sent']);
    for (const { id } of others) expect(await callbacksOf(core, id, pushId)).toEqual([]);
  });

  test('when two endpoints want it, then both are told with the same sequence', async () => {
    const { app, userId, endpoint, told } = await setUp(0);
    const second = await createEndpoint(core, { appIds: [app.appId], events: ['push.cancelled'] });
    const pushId = await app.push(userId);
    await hotPath.cancelPush({ pushId, actor: 'key:1' });
    expect(await told(pushId)).toEqual(['1 push.parked', '2 push.cancelled']);
    expect(await callbacksOf(core, second.id, pushId)).toEqual(['2 push.cancelled']);
    expect(endpoint.id).not.toBe(second.id);
  });

  test('when a user allows, then one grant is told once, however many report it', async () => {
    const { app, userId, endpoint } = await setUp(0);
    await app.report(userId);
    const items = [{ templateId: 'tpl-1', status: 'accept' }];
    await app.storeEvent(userId, { type: 'subscribe_msg_popup_event', items });
    await hotPath.applyEvents(10);
    const rows = await query<{ snapshot: object }>(
      `select snapshot from callbacks where endpoint_id = $1 and type = 'grant.received'`,
      [endpoint.id],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.snapshot).toMatchObject({ userId, templateId: 'tpl-1', evidence: 'reported' });
  });

  test('when an app is paused, then it is told once for each pause, not when that lasts longer', async () => {
    const { app, endpoint } = await setUp();
    const pause = (kind: string, seconds: number) =>
      query(`select pause_app($1, $2, $3, now() + $4 * interval '1 second')`, [
        ...[app.appId, kind, { code: 'errcode-45009', message: 'limit' }, seconds],
      ]);
    await pause('quota-minute', 60);
    await pause('quota-minute', 90);
    await pause('quota-daily', 3_600);
    const rows = await query<{ kind: string }>(
      `select snapshot ->> 'kind' as kind from callbacks where endpoint_id = $1 order by id`,
      [endpoint.id],
    );
    expect(rows.map(({ kind }) => kind).sort()).toEqual(['quota-daily', 'quota-minute']);
  });
});
