import { decideCallback } from '@yuexin/domain';
import { describe, expect, test } from '@jest/globals';
import { createCallbackRepository } from '../repositories/callback.repository.ts';
import { createWebhookEndpointRepository } from '../repositories/webhook-endpoint.repository.ts';
import { createEndpoint } from '../test-support/callbacks-of.ts';
import { openTestLedger } from '../test-support/open-test-ledger.ts';
import type { CallbackResult, TakenCallback } from './callback-delivery.ts';
import { createCallbackDelivery } from './create-callback-delivery.ts';

const ledger = await openTestLedger();
const { core, query } = ledger;
const delivery = createCallbackDelivery(core);
const callbacks = createCallbackRepository(core);
const endpoints = createWebhookEndpointRepository(core);
const app = await ledger.newApp();
const userId = await app.newUser();

/** An endpoint with so many callbacks due. Others of earlier tests are gone. */
async function setUp(count: number) {
  await query(`update webhook_endpoints set state = 'deleted'`);
  const endpoint = await createEndpoint(core, { appIds: [app.appId], events: ['push.cancelled'] });
  const more = async (): Promise<string> => {
    const pushId = await app.push(userId);
    await ledger.hotPath.cancelPush({ pushId, actor: 'test' });
    const [callback] = await query<{ id: string }>('select id from callbacks where push_id = $1', [
      pushId,
    ]);
    return callback!.id;
  };
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1) ids.push(await more());
  return { endpoint, ids, more, find: () => endpoints.find(endpoint.id) };
}

const offerAndTake = async (): Promise<TakenCallback[]> => {
  const { offered } = await delivery.offer(100);
  return delivery.take(offered.map(({ callbackId }) => callbackId));
};

function resultOf(taken: TakenCallback, status: number | null, retryAfterMs = 0): CallbackResult {
  const now = new Date();
  const answer =
    status === null
      ? ({ kind: 'unanswered' } as const)
      : ({ kind: 'answered', status, retryAfterMs } as const);
  const isTest = taken.type === 'webhook.test';
  return {
    ...{ callbackId: taken.id, number: taken.number, at: now, durationMs: 12.3, status },
    ...{ error: null, answer: 'ok' },
    decision: decideCallback({ answer, tries: taken.tries + 1, isTest, now, random: () => 0.5 }),
  };
}
const settle = (taken: TakenCallback, status: number | null, takesNext = true) =>
  delivery.settle([resultOf(taken, status)], { takesNext });
/** As if every wait were over. */
const passTime = async () => {
  await query(`update callbacks set next_at = clock_timestamp() where state = 'waiting'`);
  await query(`update callbacks set lease_until = null where lease_until is not null`);
  await query(`update webhook_endpoints set blocked_until = null`);
};

describe('offering callbacks', () => {
  test('when many are due, then four are offered, oldest first, and no more until one is done', async () => {
    const { ids } = await setUp(7);
    const { offered, touched } = await delivery.offer(100);
    expect(touched).toBe(4);
    expect(offered.map(({ callbackId }) => callbackId).sort()).toEqual(ids.slice(0, 4).sort());
    expect((await delivery.offer(100)).offered).toEqual([]);
  });

  test('when many workers offer at once, then four are offered between them', async () => {
    await setUp(9);
    const runs = await Promise.all(Array.from({ length: 6 }, () => delivery.offer(100)));
    expect(runs.flatMap(({ offered }) => offered)).toHaveLength(4);
  });

  test('when a job comes twice, then one of them gets the callback', async () => {
    await setUp(1);
    const { offered } = await delivery.offer(100);
    const ids = offered.map(({ callbackId }) => callbackId);
    const taken = await Promise.all([delivery.take(ids), delivery.take(ids)]);
    expect(taken.flat()).toHaveLength(1);
    expect(await delivery.take(ids)).toEqual([]);
  });

  test('when a worker is lost with it, then it is offered again once its time is over', async () => {
    await setUp(1);
    const [taken] = await offerAndTake();
    expect((await delivery.offer(100)).offered).toEqual([]);
    await passTime();
    const [again] = await offerAndTake();
    expect([again!.id, again!.number]).toEqual([taken!.id, taken!.number]);
  });

  test('when its endpoint was disabled or deleted meanwhile, then it is skipped', async () => {
    const { endpoint, ids } = await setUp(2);
    await endpoints.setState(endpoint.id, { enabled: false, reason: 'no' });
    const { offered, touched } = await delivery.offer(100);
    expect([offered, touched]).toEqual([[], 2]);
    expect((await callbacks.find(ids[0]!))!.state).toBe('skipped');
    await endpoints.setState(endpoint.id, { enabled: true });
    await callbacks.resend(ids[0]!);
    await endpoints.remove(endpoint.id);
    expect(await offerAndTake()).toEqual([]);
    expect((await callbacks.find(ids[0]!))!.state).toBe('skipped');
  });

  test('when a disabled endpoint has hundreds to be skipped, then another is not kept waiting by them', async () => {
    const { endpoint, ids } = await setUp(1);
    await endpoints.setState(endpoint.id, { enabled: false, reason: 'no' });
    await query(
      `insert into callbacks (id, endpoint_id, push_id, type, at, snapshot, state, next_at)
       select new_uuid_v7(), endpoint_id, push_id, type, at, snapshot, state, next_at from callbacks, generate_series(1, 60)
       where id = $1`,
      [ids[0]],
    );
    await createEndpoint(core, { appIds: [app.appId], events: ['push.cancelled'] });
    const pushId = await app.push(userId);
    await ledger.hotPath.cancelPush({ pushId, actor: 'test' });
    const { offered, touched } = await delivery.offer(20);
    expect([offered.length, touched]).toEqual([1, 20]);
  });

  test('when it was taken and its endpoint is then disabled, then no worker is handed another', async () => {
    const { endpoint } = await setUp(6);
    const { offered } = await delivery.offer(100);
    await endpoints.setState(endpoint.id, { enabled: false, reason: 'no' });
    expect(await delivery.take(offered.map(({ callbackId }) => callbackId))).toEqual([]);
  });
});

describe('settling callbacks', () => {
  test('when one is delivered, then the next of its endpoint is taken in its place', async () => {
    const { ids } = await setUp(5);
    const taken = await offerAndTake();
    const { next } = await settle(taken[0]!, 200);
    expect(next.map(({ id }) => id)).toEqual([ids[4]]);
    expect((await settle(next[0]!, 200)).next).toEqual([]);
    const done = await callbacks.find(taken[0]!.id);
    expect(done).toMatchObject({ state: 'delivered', attempts: 1, nextAt: null });
    expect(done!.tries).toMatchObject([{ number: 1, durationMs: 12, status: 200, answer: 'ok' }]);
  });

  test('when the process stops, then nothing is taken in its place', async () => {
    await setUp(6);
    const taken = await offerAndTake();
    expect((await settle(taken[0]!, 200, false)).next).toEqual([]);
  });

  test('when it is settled twice, or late, then the first word stands', async () => {
    await setUp(1);
    const [taken] = await offerAndTake();
    await settle(taken!, 200);
    await settle(taken!, 500);
    const row = await callbacks.find(taken!.id);
    expect([row!.state, row!.attempts, row!.tries.length]).toEqual(['delivered', 1, 1]);
  });

  test('when its last call failed, then an endpoint has one place, until a call is well again', async () => {
    const { find } = await setUp(9);
    const taken = await offerAndTake();
    for (const one of taken) await settle(one, 500, false);
    expect(await find()).toMatchObject({ failures: 4, failingSince: expect.any(Date) as unknown });
    const probes = await offerAndTake();
    expect(probes).toHaveLength(1);
    const { next } = await settle(probes[0]!, 204);
    expect(next).toHaveLength(1);
    expect(await find()).toMatchObject({ failures: 0, failingSince: null });
    expect(await offerAndTake()).toHaveLength(3);
  });

  test('when it keeps failing, then it is left alone longer and longer, five minutes at most', async () => {
    const { find } = await setUp(1);
    const waits: number[] = [];
    for (let turn = 1; turn <= 12; turn += 1) {
      await passTime();
      const [taken] = await offerAndTake();
      await settle(taken!, null);
      const { blockedUntil } = (await find())!;
      waits.push(blockedUntil === null ? 0 : (blockedUntil.getTime() - Date.now()) / 1_000);
      await query(`update callbacks set tries = 0`);
    }
    expect(waits.slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(waits[4]).toBeGreaterThan(7);
    expect(waits[4]).toBeLessThan(13);
    expect(waits[11]).toBeGreaterThan(230);
    expect(waits[11]).toBeLessThan(361);
    // Blocked: what is due waits; what a person asks for does not.
    await query(`update callbacks set next_at = clock_timestamp() where state = 'waiting'`);
    expect(await offerAndTake()).toEqual([]);
    const test = await callbacks.createTest((await find())!.id);
    expect((await offerAndTake()).map(({ id }) => id)).toEqual([test.id]);
  });

  test('when it has failed for five days without one success, then it is disabled and said so, once', async () => {
    const { find } = await setUp(3);
    const taken = await offerAndTake();
    expect((await settle(taken[0]!, 500, false)).disabled).toEqual([]);
    await query(`update webhook_endpoints set failing_since = now() - interval '5 days 1 minute'`);
    const { disabled } = await settle(taken[1]!, 500, false);
    expect(disabled).toMatchObject([{ reason: { code: 'failing' } }]);
    expect(await find()).toMatchObject({ state: 'disabled', disabledReason: { code: 'failing' } });
    expect((await settle(taken[2]!, 500, false)).disabled).toEqual([]);
  });

  test('when a test fails or is gone, then the endpoint is none the worse', async () => {
    const { endpoint, find } = await setUp(0);
    const test = await callbacks.createTest(endpoint.id);
    const [taken] = await offerAndTake();
    await settle(taken!, 410);
    expect(await find()).toMatchObject({ state: 'enabled', failures: 0 });
    expect((await callbacks.find(test.id))!.state).toBe('failed');
  });

  test('when an endpoint is disabled, then a test still goes out', async () => {
    const { endpoint } = await setUp(1);
    await endpoints.setState(endpoint.id, { enabled: false, reason: 'no' });
    const test = await callbacks.createTest(endpoint.id);
    expect((await offerAndTake()).map(({ id }) => id)).toEqual([test.id]);
  });
});

describe('recovering callbacks', () => {
  test('when an endpoint is back, then what failed or was skipped since then is due again, and nothing else', async () => {
    const { endpoint, ids, more } = await setUp(3);
    const [delivered, failed] = await offerAndTake();
    await settle(delivered!, 200, false);
    await settle(failed!, 410, false);
    const missed = await more();
    await delivery.offer(100);
    await passTime();
    await delivery.offer(100);
    const before = await callbacks.find(ids[0]!);
    await endpoints.setState(endpoint.id, { enabled: true });
    await endpoints.recover(endpoint.id, new Date(before!.at.getTime() - 1_000));
    while ((await delivery.recover(2)) > 0);
    expect((await endpoints.find(endpoint.id))!.recoverSince).toBeNull();
    const states = new Map<string, string>();
    for (const id of [...ids, missed]) states.set(id, (await callbacks.find(id))!.state);
    expect(states.get(delivered!.id)).toBe('delivered');
    expect(states.get(failed!.id)).toBe('waiting');
    expect(states.get(missed)).toBe('waiting');
    // The number goes on, the tries begin anew.
    const again = (await offerAndTake()).find(({ id }) => id === failed!.id);
    expect([again!.number, again!.tries]).toEqual([2, 0]);
  });

  test('when it is asked for since a later time, then what is older stays', async () => {
    const { endpoint, ids } = await setUp(2);
    await query(`update callbacks set state = 'failed' where endpoint_id = $1`, [endpoint.id]);
    await query(`update callbacks set at = at - interval '1 hour' where id = $1`, [ids[0]]);
    await endpoints.recover(endpoint.id, new Date(Date.now() - 60_000));
    await delivery.recover(100);
    const states = await Promise.all(ids.map(async (id) => (await callbacks.find(id))!.state));
    expect(states).toEqual(['failed', 'waiting']);
  });
});

describe('retention', () => {
  test('when a push goes, then its callbacks go with it, and a deleted endpoint goes after its last', async () => {
    const { endpoint, ids } = await setUp(2);
    const [taken] = await offerAndTake();
    await settle(taken!, 200);
    await callbacks.createTest(endpoint.id);
    await endpoints.remove(endpoint.id);
    const old = `- interval '100 days'`;
    await query(
      `update pushes set ended_at = now() ${old} where id in (select push_id from callbacks where id = any($1))`,
      [ids],
    );
    const days = {
      pushes: 1,
      events: 8,
      audit: 1,
      heartbeats: 1,
      reports: 1,
      evidence: 31,
      drift: 1,
      logins: 1,
    };
    // As old as their ids say: made in the time that was.
    await query(
      `with aged as (
         update pushes set id = uuid_v7_floor(now() ${old}) where id in (select push_id from callbacks where id = $1)
         returning id)
       update callbacks set push_id = (select id from aged) where id = $1`,
      [taken!.id],
    );
    await ledger.sweeps.retire({ limit: 100, keepDays: days });
    expect(await callbacks.find(taken!.id)).toBeNull();
    const [tries] = await query<{ count: number }>(
      'select count(*) as count from callback_attempts where callback_id = $1',
      [taken!.id],
    );
    expect(tries!.count).toBe(0);
    // Those of pushes that stay, stay; and so the endpoint's row.
    const kept = ids.find((id) => id !== taken!.id)!;
    expect(await callbacks.find(kept)).not.toBeNull();
    await query('delete from callbacks where endpoint_id = $1', [endpoint.id]);
    await ledger.sweeps.retire({ limit: 100, keepDays: days });
    const left = await query('select 1 from webhook_endpoints where id = $1', [endpoint.id]);
    expect(left).toEqual([]);
  });
});
