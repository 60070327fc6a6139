import { describe, expect, test } from '@jest/globals';
import { createApp, createTemplate, createUser } from '@yuexin/testkit';
import { createApiBed, type Json, type Problem } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';

const api = await createApiBed();

describe('POST /v1/pushes', () => {
  test('when the user has a grant, then the push is queued and answered as it can be read', async () => {
    const freight = await setUpFreight(api.storage, { grants: 1, phone: '+8613800001111' });
    const body = freight.push({
      to: { phone: '+8613800001111' },
      page: '/pages/goods/detail?id=42',
      bizId: 'goods-42',
      metadata: { 来源: ['后台', 1] },
    });
    const made = await api.call('POST', '/v1/pushes', { body });

    expect(made.status).toBe(202);
    expect(made.body).toEqual({
      id: expect.stringMatching(/^psh_[0-9a-f-]{36}$/) as unknown,
      appId: freight.appId,
      templateId: freight.templateId,
      to: { openid: freight.openid, phoneMasked: '+86138****1111' },
      state: 'queued',
      data: { thing1: { value: '【广州】-->【上海】' }, thing2: { value: '钢材 32 吨' } },
      page: 'pages/goods/detail?id=42',
      lang: 'zh_CN',
      miniprogramState: 'formal',
      priority: 'normal',
      onNoGrant: 'park',
      onUnconfirmed: 'reconcile',
      attempts: 0,
      createdAt: expect.any(String) as unknown,
      updatedAt: expect.any(String) as unknown,
      sendAt: null,
      expiresAt: expect.any(String) as unknown,
      bizId: 'goods-42',
      metadata: { 来源: ['后台', 1] },
      cycle: 0,
    });
    expect(made.headers.get('location')).toBe(`/v1/pushes/${String(made.body.id)}`);
    const read = await api.call('GET', made.headers.get('location') ?? '');
    expect(read.body).toEqual(made.body);
  });

  test('when the user has no grant, then it parks and says why', async () => {
    const freight = await setUpFreight(api.storage);
    const made = await api.call('POST', '/v1/pushes', { body: freight.push() });
    expect(made.status).toBe(202);
    expect(made.body).toMatchObject({ state: 'parked', reason: { code: 'no-grant' } });
    const read = await api.call('GET', made.headers.get('location') ?? '');
    expect(read.body).toEqual(made.body);
  });

  test('when the data holds a keyword the template has not, then the push is taken without it', async () => {
    const freight = await setUpFreight(api.storage);
    const data = { thing1: '【广州】-->【上海】', thing2: '钢材 32 吨', thing9: '九' };
    const made = await api.call('POST', '/v1/pushes', { body: freight.push({ data }) });
    expect(made.status).toBe(202);
    expect(made.body.data).toEqual({
      thing1: { value: '【广州】-->【上海】' },
      thing2: { value: '钢材 32 吨' },
    });
  });

  test('when grants are spoken for, then a push that wants none of it is 409 and nothing is stored', async () => {
    const freight = await setUpFreight(api.storage, { grants: 1 });
    await api.call('POST', '/v1/pushes', { body: freight.push() });
    const refused = await api.call<Problem>('POST', '/v1/pushes', {
      body: freight.push({ onNoGrant: 'reject' }),
      headers: { 'idempotency-key': 'rejected-1' },
    });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ code: 'no-grant', retryable: false });
    const list = await api.call<{ data: Json[] }>('GET', `/v1/pushes?appId=${freight.appId}`);
    expect(list.body.data).toHaveLength(1);
    const asked = freight.push({ onNoGrant: 'send-anyway' });
    const sent = await api.call('POST', '/v1/pushes', { body: asked });
    expect(sent.body).toMatchObject({ state: 'queued' });
  });

  test('when it is to be sent later, then it is scheduled and lives its time from then on', async () => {
    const freight = await setUpFreight(api.storage);
    const sendAt = new Date(Date.now() + 3_600_000).toISOString();
    const made = await api.call<{ state: string; sendAt: string; expiresAt: string }>(
      'POST',
      '/v1/pushes',
      { body: freight.push({ sendAt, ttlSeconds: 60 }) },
    );
    expect(made.body).toMatchObject({ state: 'scheduled', sendAt });
    expect(Date.parse(made.body.expiresAt) - Date.parse(sendAt)).toBe(60_000);
  });

  test('when a phone is unknown and the push may wait, then it parks without a user', async () => {
    const freight = await setUpFreight(api.storage);
    const to = { phone: '+8613900002222' };
    const made = await api.call('POST', '/v1/pushes', {
      body: freight.push({ to, onUnknownRecipient: 'park' }),
    });
    expect(made.status).toBe(202);
    expect(made.body).toMatchObject({
      state: 'parked',
      to: { phoneMasked: '+86139****2222' },
      reason: { code: 'recipient-unknown' },
    });
    const refused = await api.call('POST', '/v1/pushes', { body: freight.push({ to }) });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ code: 'recipient-unknown' });
  });

  test('when an openid is unknown and the push may wait, then it is registered and parks', async () => {
    const freight = await setUpFreight(api.storage);
    const to = { openid: 'o-never-seen-before' };
    const body = freight.push({ to, onUnknownRecipient: 'park' });
    const made = await api.call('POST', '/v1/pushes', { body });
    expect(made.body).toMatchObject({ state: 'parked', to, reason: { code: 'no-grant' } });
  });

  test('when one phone has two openids, then the newest binding gets the message', async () => {
    const { storage } = api;
    const { appId } = await createApp({ storage });
    const { templateId } = await createTemplate({ storage, appId });
    const phone = '+8613700003333';
    await createUser({ storage, appId, phone, at: new Date('2026-01-01T00:00:00Z') });
    const newer = await createUser({ storage, appId, phone, at: new Date('2026-02-01T00:00:00Z') });
    const body = { appId, templateId, to: { phone }, data: { thing1: '一', thing2: '二' } };
    const made = await api.call('POST', '/v1/pushes', { body });
    expect(made.body).toMatchObject({ to: { openid: newer.openid } });
  });

  test('when the key may not write, then 403; without a key 401; for an app outside its reach the app is unknown', async () => {
    const freight = await setUpFreight(api.storage, { grants: 1 });
    const other = await setUpFreight(api.storage);
    const reader = await api.createKey({ scopes: ['push:read'] });
    const bound = await api.createKey({ scopes: ['push:write'], appIds: [other.appId] });
    const body = freight.push();
    expect((await api.call('POST', '/v1/pushes', { key: reader, body })).status).toBe(403);
    expect((await api.call('POST', '/v1/pushes', { key: null, body })).status).toBe(401);
    const refused = await api.call<Problem>('POST', '/v1/pushes', { key: bound, body });
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toMatchObject([{ pointer: '/appId', rule: 'known-app' }]);
    expect((await api.call('POST', '/v1/pushes', { key: bound, body: other.push() })).status).toBe(
      202,
    );
  });

  test('when many come at once, then each is stored once and answered with its own push', async () => {
    const freight = await setUpFreight(api.storage, { grants: 20 });
    const made = await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        api.call('POST', '/v1/pushes', { body: freight.push({ bizId: `many-${at}` }) }),
      ),
    );
    expect(made.map((one) => one.body.bizId)).toEqual(made.map((_, at) => `many-${at}`));
    expect(new Set(made.map((one) => one.body.id)).size).toBe(60);
    const states = made.map((one) => one.body.state);
    expect(states.filter((state) => state === 'queued')).toHaveLength(20);
    expect(states.filter((state) => state === 'parked')).toHaveLength(40);
  });
});
