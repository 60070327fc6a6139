import { decideCallback } from '@yuexin/domain';
import { describe, expect, test } from '@jest/globals';
import { createWebhookEndpointRepository } from '../repositories/webhook-endpoint.repository.ts';
import { createEndpoint } from '../test-support/callbacks-of.ts';
import { openTestLedger } from '../test-support/open-test-ledger.ts';
import { createCallbackDelivery } from './create-callback-delivery.ts';

const ledger = await openTestLedger();
const { core, query } = ledger;
const delivery = createCallbackDelivery(core);
const endpoints = createWebhookEndpointRepository(core);
const app = await ledger.newApp();
const userId = await app.newUser();

/** An endpoint whose one callback was answered 503 with a Retry-After of a day. */
async function setUp() {
  await query(`update webhook_endpoints set state = 'deleted'`);
  const endpoint = await createEndpoint(core, { appIds: [app.appId], events: ['push.cancelled'] });
  await ledger.hotPath.cancelPush({ pushId: await app.push(userId), actor: 'test' });
  const { offered } = await delivery.offer(100);
  const [taken] = await delivery.take(offered.map(({ callbackId }) => callbackId));
  const now = new Date();
  const answer = { kind: 'answered', status: 503, retryAfterMs: 86_400_000 } as const;
  const decision = decideCallback({ answer, tries: 1, isTest: false, now, random: () => 0.5 });
  const { id: callbackId, number } = taken!;
  await delivery.settle(
    [
      {
        ...{ callbackId, number, at: now, durationMs: 1, status: 503, error: null, answer: '' },
        decision,
      },
    ],
    { takesNext: false },
  );
  expect((await delivery.offer(100)).offered).toEqual([]);
  return { id: endpoint.id, callbackId, find: async () => (await endpoints.find(endpoint.id))! };
}

describe('an endpoint that is left alone', () => {
  test('when its URL changes, then the new one is called at once; the same URL again changes nothing', async () => {
    const { id, find } = await setUp();
    const { url } = await find();
    await endpoints.update(id, { url });
    expect((await find()).blockedUntil).not.toBeNull();
    await endpoints.update(id, { url: 'https://hooks.example.com/elsewhere' });
    expect(await find()).toMatchObject({ failures: 0, failingSince: null, blockedUntil: null });
  });

  test('when a recovery is asked for, then what waits for its next try is told at once', async () => {
    const { id, callbackId, find } = await setUp();
    await endpoints.recover(id, new Date(Date.now() - 60_000));
    expect((await find()).blockedUntil).toBeNull();
    while ((await delivery.recover(100)) > 0);
    const { offered } = await delivery.offer(100);
    expect(offered.map((one) => one.callbackId)).toEqual([callbackId]);
  });
});
