import { describe, expect, test } from '@jest/globals';
import { createApiKeyRepository } from '../repositories/api-key.repository.ts';
import { createCallbackRepository } from '../repositories/callback.repository.ts';
import { createWebhookEndpointRepository } from '../repositories/webhook-endpoint.repository.ts';
import { createEndpoint } from '../test-support/callbacks-of.ts';
import { openTestLedger } from '../test-support/open-test-ledger.ts';
import { createCallbackDelivery } from './create-callback-delivery.ts';

const ledger = await openTestLedger();
const { core, query } = ledger;
const delivery = createCallbackDelivery(core);
const keys = createApiKeyRepository(core);
const endpoints = createWebhookEndpointRepository(core);
const app = await ledger.newApp();
const userId = await app.newUser();

const past = new Date(Date.now() - 1_000);
const ahead = new Date(Date.now() + 60_000);
const wanted = { name: 'Orders', scopes: ['push:read'], appIds: null, expiresAt: null };

/** A caller with a key, an endpoint of its own, and a push of its own that has just ended. */
async function setUp() {
  const { row: key } = await keys.create(wanted);
  const { callerId } = key;
  const { id: endpointId } = await createEndpoint(core, { callerId });
  const cancelOne = async (): Promise<string> => {
    const pushId = await app.push(userId, { callerId });
    await ledger.hotPath.cancelPush({ pushId, actor: 'test' });
    return pushId;
  };
  await cancelOne();
  const stateOf = async () => (await endpoints.find(endpointId))!.state;
  const disable = async () => (await delivery.disableKeyless()).map(({ id }) => id);
  return { key, callerId, endpointId, cancelOne, stateOf, disable };
}

describe('endpoints of callers whose keys have ended', () => {
  test('when the last key is revoked, then its endpoint is disabled and said so, once', async () => {
    const { key, endpointId, stateOf } = await setUp();
    await keys.revoke(key.id, past);
    expect(await delivery.disableKeyless()).toEqual([
      {
        ...{ id: endpointId, url: 'https://example.com/yuexin' },
        reason: { code: 'caller-ended', message: 'Every API key of its caller has ended.' },
      },
    ]);
    expect(await stateOf()).toBe('disabled');
    expect(await delivery.disableKeyless()).toEqual([]);
  });

  test('when it is disabled, then what waits is skipped and what happens later is kept, and nothing is offered', async () => {
    const { key, endpointId, cancelOne, disable } = await setUp();
    await keys.revoke(key.id, past);
    await disable();
    const pushId = await cancelOne();
    const { offered } = await delivery.offer(1_000);
    const { items } = await createCallbackRepository(core).list({
      ...{ endpointIds: [endpointId], state: null, limit: 50, cursor: null },
    });
    expect(new Set(items.map(({ state }) => state))).toEqual(new Set(['skipped']));
    expect(items.map((item) => item.pushId)).toContain(pushId);
    const offeredIds = offered.map(({ callbackId }) => callbackId);
    expect(items.filter(({ id }) => offeredIds.includes(id))).toEqual([]);
  });

  test('when the last key has expired, then its endpoint is disabled as well', async () => {
    const { key, endpointId, disable } = await setUp();
    await query('update api_keys set expires_at = $2 where id = $1', [key.id, past]);
    expect(await disable()).toEqual([endpointId]);
  });

  test('when another key of the caller works, or one ends only later, then nothing changes', async () => {
    const { key, callerId, stateOf, disable } = await setUp();
    await keys.create({ ...wanted, callerId });
    await keys.revoke(key.id, past);
    expect(await disable()).toEqual([]);
    const other = await setUp();
    await keys.revoke(other.key.id, ahead);
    expect(await other.disable()).toEqual([]);
    expect([await stateOf(), await other.stateOf()]).toEqual(['enabled', 'enabled']);
  });

  test('when a caller never had a key, as the bootstrap key, then it has not ended', async () => {
    const { id } = await createEndpoint(core);
    expect(await delivery.disableKeyless()).toEqual([]);
    expect((await endpoints.find(id))!.state).toBe('enabled');
  });

  test('when one key of several works, then the caller has not ended', async () => {
    const { key, callerId } = await setUp();
    expect(await keys.hasCallerEnded(callerId)).toBe(false);
    const { row: second } = await keys.create({ ...wanted, callerId, expiresAt: ahead });
    await keys.revoke(key.id, past);
    expect(await keys.hasCallerEnded(callerId)).toBe(false);
    await keys.revoke(second.id, past);
    expect(await keys.hasCallerEnded(callerId)).toBe(true);
  });
});
