import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { cancelOne, openEndpoint, passTime, untilCallback } from './support/callback-stage.ts';
import { engines } from './support/engines.ts';
import { acceptPushes, newPush, seedApp, type SeededApp } from './support/seed-app.ts';
import { createTestBed } from './support/test-bed.ts';
import { startReceiver, verify, type Receiver } from './support/webhook-receiver.ts';

jest.setTimeout(120_000);

const bed = await createTestBed(engines[0]!);
const { storage } = bed;
const receivers: Receiver[] = [];
let app: SeededApp;

const openReceiver = async (): Promise<Receiver> => {
  const receiver = await startReceiver();
  receivers.push(receiver);
  return receiver;
};
const freshApp = () => seedApp(bed, { users: 1, grantsEach: 1 });

beforeAll(async () => {
  await bed.startWorker({ WEBHOOK_ALLOW_PRIVATE: 'true' }).started;
});
afterAll(() => Promise.all(receivers.map((receiver) => receiver.stop())));

describe('callbacks', () => {
  test('when a push is sent, then its endpoint is told so, signed, with the push as it is', async () => {
    app = await freshApp();
    const receiver = await openReceiver();
    const { secret, endpoint } = await openEndpoint(storage, app, {
      url: receiver.url,
      events: ['push.sent'],
    });
    const push = newPush(app, { bizId: 'goods-42', metadata: { city: '上海' } });
    const [pushId] = await acceptPushes(bed, [push]);
    await eventually(() => expect(receiver.received).toHaveLength(1), { timeoutMs: 15_000 });
    const [sent] = receiver.received;
    verify(secret, sent!);
    expect(sent!.headers['webhook-id']).toMatch(/^cbk_/);
    expect(sent!.told).toMatchObject({
      type: 'push.sent',
      sequence: 1,
      data: {
        id: `psh_${pushId}`,
        state: 'sent',
        bizId: 'goods-42',
        metadata: { city: '上海' },
        to: { openid: app.users[0]!.openid },
        attempts: 1,
        lastAttempt: { errcode: 0 },
      },
    });
    const callback = await untilCallback(storage, pushId!, ({ state }) => state === 'delivered');
    expect(callback).toMatchObject({ endpointId: endpoint.id, attempts: 1 });
    expect(callback.tries).toMatchObject([{ number: 1, status: 200, error: null, answer: 'ok' }]);
  });

  test('when the endpoint fails and then does well, then the same callback is told again', async () => {
    app = await freshApp();
    const receiver = await openReceiver();
    const { secret } = await openEndpoint(storage, app, { url: receiver.url });
    receiver.answer((response) => {
      response.statusCode = 500;
      response.end('我们出错了');
    });
    const pushId = await cancelOne(storage, app);
    const waiting = await untilCallback(storage, pushId, ({ attempts }) => attempts === 1);
    expect(waiting.state).toBe('waiting');
    expect(waiting.tries).toMatchObject([{ status: 500, answer: '我们出错了' }]);
    const waitMs = waiting.nextAt!.getTime() - waiting.tries[0]!.at.getTime();
    expect(waitMs).toBeGreaterThan(3_500);
    expect(waitMs).toBeLessThan(7_000);
    receiver.answer((response) => response.end());
    await passTime(bed);
    await untilCallback(storage, pushId, ({ state }) => state === 'delivered');
    expect(receiver.received).toHaveLength(2);
    const [first, second] = receiver.received;
    expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
    expect(second!.body).toBe(first!.body);
    verify(secret, second!);
  });

  test('when the endpoint answers 410, then it is disabled, an operator is told, and what follows is skipped', async () => {
    app = await freshApp();
    const receiver = await openReceiver();
    const { endpoint } = await openEndpoint(storage, app, { url: receiver.url });
    receiver.answer((response) => {
      response.statusCode = 410;
      response.end();
    });
    const first = await cancelOne(storage, app);
    await untilCallback(storage, first, ({ state }) => state === 'failed');
    const disabled = await storage.webhookEndpoints.find(endpoint.id);
    expect(disabled).toMatchObject({ state: 'disabled', disabledReason: { code: 'gone' } });
    await eventually(async () => {
      const { items } = await storage.upkeep.listAlarms({ limit: 50, cursor: null });
      expect(items.map(({ code }) => code)).toContain(`webhook-disabled:wep_${endpoint.id}`);
    });
    const second = await cancelOne(storage, app);
    await untilCallback(storage, second, ({ state }) => state === 'skipped');
    expect(receiver.received).toHaveLength(1);
  });

  test('when the last key of its caller is revoked, then it is told nothing more, and an operator is told', async () => {
    app = await freshApp();
    const receiver = await openReceiver();
    const { row: key } = await storage.apiKeys.create({
      ...{ name: 'Orders', scopes: ['push:read'], appIds: [app.appId], expiresAt: null },
    });
    const { callerId } = key;
    const { endpoint } = await openEndpoint(storage, app, { url: receiver.url, callerId });
    const told = await cancelOne(storage, app, { callerId });
    await untilCallback(storage, told, ({ state }) => state === 'delivered');
    await storage.apiKeys.revoke(key.id, new Date());
    await eventually(
      async () => {
        const disabled = await storage.webhookEndpoints.find(endpoint.id);
        expect(disabled).toMatchObject({ disabledReason: { code: 'caller-ended' } });
        const { items } = await storage.upkeep.listAlarms({ limit: 50, cursor: null });
        expect(items.map(({ code }) => code)).toContain(`webhook-disabled:wep_${endpoint.id}`);
      },
      { timeoutMs: 15_000 },
    );
    const untold = await cancelOne(storage, app, { callerId });
    await untilCallback(storage, untold, ({ state }) => state === 'skipped');
    expect(receiver.received).toHaveLength(1);
  });

  test('when the endpoint says 429 with Retry-After, then neither this callback nor another comes before', async () => {
    app = await freshApp();
    const receiver = await openReceiver();
    const { endpoint } = await openEndpoint(storage, app, { url: receiver.url });
    receiver.answer((response) => {
      response.writeHead(429, { 'retry-after': '600' });
      response.end();
    });
    const pushId = await cancelOne(storage, app);
    const { nextAt, tries } = await untilCallback(
      storage,
      pushId,
      ({ attempts }) => attempts === 1,
    );
    const waitMs = nextAt!.getTime() - tries[0]!.at.getTime();
    expect(waitMs / 1_000).toBeGreaterThan(599);
    const { blockedUntil } = (await storage.webhookEndpoints.find(endpoint.id))!;
    expect(blockedUntil!.getTime() - Date.now()).toBeGreaterThan(590_000);
    await cancelOne(storage, app);
    const other = await seedApp(bed);
    const well = await openReceiver();
    await openEndpoint(storage, other, { url: well.url });
    const elsewhere = await cancelOne(storage, other);
    await untilCallback(storage, elsewhere, ({ state }) => state === 'delivered');
    expect(receiver.received).toHaveLength(1);
  });

  test('when the answer is endless, then its beginning is kept, the status counts, and the call is hung up', async () => {
    app = await freshApp();
    const receiver = await openReceiver();
    await openEndpoint(storage, app, { url: receiver.url });
    let hungUp = 0;
    receiver.answer((response) => {
      const flood = setInterval(() => response.write('x'.repeat(65_536)), 5);
      response.once('close', () => {
        clearInterval(flood);
        hungUp += 1;
      });
    });
    const pushId = await cancelOne(storage, app);
    const { tries } = await untilCallback(storage, pushId, ({ state }) => state === 'delivered');
    expect(tries[0]!.answer).toHaveLength(2_048);
    await eventually(() => expect(hungUp).toBe(1));
  });

  test('when the secret was rotated, then old and new both verify during the overlap, and the new one after it', async () => {
    app = await freshApp();
    const receiver = await openReceiver();
    const { secret, endpoint } = await openEndpoint(storage, app, { url: receiver.url });
    const rotated = await storage.webhookEndpoints.rotateSecret({
      ...{ id: endpoint.id, overlapSeconds: 86_400, endAtOnce: null },
    });
    await cancelOne(storage, app);
    await eventually(() => expect(receiver.received).toHaveLength(1), { timeoutMs: 15_000 });
    verify(secret, receiver.received[0]!);
    verify(rotated!.secret, receiver.received[0]!);
    await bed.testDatabase.run(`update webhook_endpoints set previous_secret_until = now()`);
    await cancelOne(storage, app);
    await eventually(() => expect(receiver.received).toHaveLength(2), { timeoutMs: 15_000 });
    verify(rotated!.secret, receiver.received[1]!);
    expect(() => verify(secret, receiver.received[1]!)).toThrow();
  });

  test('when an endpoint is tried out, then it is told so once, signed, though it is disabled', async () => {
    app = await freshApp();
    const receiver = await openReceiver();
    const { secret, endpoint } = await openEndpoint(storage, app, { url: receiver.url });
    await storage.webhookEndpoints.setState(endpoint.id, { enabled: false, reason: 'not yet' });
    receiver.answer((response) => {
      response.statusCode = 503;
      response.end('not yet');
    });
    const { id } = await storage.callbacks.createTest(endpoint.id);
    await eventually(
      async () => {
        const row = await storage.callbacks.find(id);
        expect(row).toMatchObject({ state: 'failed', attempts: 1 });
        expect(row!.tries).toMatchObject([{ status: 503, answer: 'not yet' }]);
      },
      { timeoutMs: 15_000 },
    );
    verify(secret, receiver.received[0]!);
    expect(receiver.received[0]!.told).toMatchObject({
      type: 'webhook.test',
      data: { endpointId: `wep_${endpoint.id}` },
    });
  });

  test('when an endpoint was away and is back, then all that it missed is told, and what it had is not', async () => {
    app = await freshApp();
    const receiver = await openReceiver();
    const { endpoint } = await openEndpoint(storage, app, { url: receiver.url });
    const since = new Date();
    const had = await cancelOne(storage, app);
    await untilCallback(storage, had, ({ state }) => state === 'delivered');
    await storage.webhookEndpoints.setState(endpoint.id, { enabled: false, reason: 'repairs' });
    const missed: string[] = [];
    for (let at = 0; at < 10; at += 1) missed.push(await cancelOne(storage, app));
    for (const pushId of missed)
      expect((await storage.callbacks.listOfPush(pushId))[0]!.state).toBe('skipped');
    await storage.webhookEndpoints.setState(endpoint.id, { enabled: true });
    await storage.webhookEndpoints.recover(endpoint.id, since);
    for (const pushId of missed)
      await untilCallback(storage, pushId, ({ state }) => state === 'delivered');
    expect(receiver.received.map(({ told }) => told.data.id).sort()).toEqual(
      [had, ...missed].map((id) => `psh_${id}`).sort(),
    );
  });

  test('when many are due for one endpoint, then at most four are under way, and all arrive', async () => {
    app = await freshApp();
    const receiver = await openReceiver();
    await openEndpoint(storage, app, { url: receiver.url });
    receiver.answer((response) => setTimeout(() => response.end(), 20));
    for (let at = 0; at < 60; at += 1) await cancelOne(storage, app);
    await eventually(() => expect(receiver.received).toHaveLength(60), { timeoutMs: 30_000 });
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(60);
    expect(receiver.mostAtOnce()).toBeLessThanOrEqual(4);
    expect(receiver.mostAtOnce()).toBeGreaterThan(1);
  });

  test('when one endpoint hangs, then another is told at once, and the first is tried again', async () => {
    app = await freshApp();
    const [hanging, well] = [await openReceiver(), await openReceiver()];
    await openEndpoint(storage, app, { url: hanging.url });
    hanging.answer(() => undefined);
    for (let at = 0; at < 20; at += 1) await cancelOne(storage, app);
    await eventually(() => expect(hanging.received.length).toBe(4), { timeoutMs: 10_000 });
    const other = await seedApp(bed);
    await openEndpoint(storage, other, { url: well.url });
    const startedAt = Date.now();
    const pushId = await cancelOne(storage, other);
    await untilCallback(storage, pushId, ({ state }) => state === 'delivered');
    expect(Date.now() - startedAt).toBeLessThan(5_000);
    expect(hanging.received).toHaveLength(4);
    const failed = await eventually(
      async () => {
        const rows = await bed.testDatabase.read<{ error: string }>(
          `select a.error from callback_attempts a where a.error like 'timeout%'`,
        );
        expect(rows.length).toBeGreaterThan(0);
        return rows;
      },
      { timeoutMs: 25_000 },
    );
    expect(failed[0]!.error).toBe('timeout: no answer in time (request)');
  });
});
