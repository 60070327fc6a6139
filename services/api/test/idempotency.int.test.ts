import { describe, expect, test } from '@jest/globals';
import { eventually, uniquePrefix } from '@yuexin/testkit';
import { createApiBed, type Problem } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';

const api = await createApiBed();
const { storage } = api;

const post = (body: unknown, key: string, as?: string) =>
  api.call('POST', '/v1/pushes', {
    body,
    headers: { 'idempotency-key': key },
    ...(as !== undefined && { key: as }),
  });

const countOf = async (appId: string): Promise<number> =>
  (await storage.pushes.list({ filter: { appIds: [appId] }, limit: 200, cursor: null })).items
    .length;

describe('Idempotency-Key', () => {
  test('when the key was used before with the same body, then the first push is returned as it is now', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const first = await post(freight.push(), 'order-1');
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    await api.call('POST', `/v1/pushes/${String(first.body.id)}/cancel`);

    const again = await post(freight.push(), '"order-1"');
    expect(again.status).toBe(202);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toMatchObject({ id: first.body.id, state: 'cancelled' });
    expect(await countOf(freight.appId)).toBe(1);
  });

  test('when only the order of the members differs, then it is the same body', async () => {
    const freight = await setUpFreight(storage);
    const first = await post(freight.push(), 'order-2');
    const turned = Object.fromEntries(Object.entries(freight.push()).reverse());
    expect((await post(turned, 'order-2')).body.id).toBe(first.body.id);
  });

  test('when the body is another, then 422, and the first push stays what it is', async () => {
    const freight = await setUpFreight(storage);
    await post(freight.push(), 'order-3');
    const other = await post(freight.push({ bizId: 'b' }), 'order-3');
    expect(other.status).toBe(422);
    expect(other.body.code).toBe('idempotency-key-reused');
    expect(await countOf(freight.appId)).toBe(1);
  });

  test('when the time of the first request has passed, then its retry is still answered with its push', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const body = freight.push({ sendAt: new Date(Date.now() + 900).toISOString() });
    const first = await post(body, 'order-4');
    expect(first.body.state).toBe('scheduled');
    // As a new request the body is too late now; as the old one it is not.
    await eventually(async () => expect((await post(body, uniquePrefix('new'))).status).toBe(400));
    const again = await post(body, 'order-4');
    expect(again.status).toBe(202);
    expect(again.body.id).toBe(first.body.id);
  });

  test('when another caller uses the same key, then it is another push', async () => {
    const freight = await setUpFreight(storage);
    const key = await api.createKey({ scopes: ['push:write'] });
    const mine = await post(freight.push(), 'order-5');
    const theirs = await post(freight.push(), 'order-5', key);
    expect(theirs.status).toBe(202);
    expect(theirs.body.id).not.toBe(mine.body.id);
  });

  test('when the api was restarted in between, then the key still holds', async () => {
    const freight = await setUpFreight(storage);
    const first = await post(freight.push(), 'order-6');
    await api.restart();
    expect((await post(freight.push(), 'order-6')).body.id).toBe(first.body.id);
  });

  test('when the same request comes many times at once, then there is one push; the others replay it or are told to wait', async () => {
    const freight = await setUpFreight(storage);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post(freight.push(), 'order-7')),
    );
    const taken = answers.filter((answer) => answer.status === 202);
    const told = answers.filter((answer) => answer.status === 409);
    expect(taken.length).toBeGreaterThan(0);
    expect(taken.length + told.length).toBe(20);
    expect(new Set(taken.map((answer) => answer.body.id)).size).toBe(1);
    for (const answer of told) {
      expect(answer.body.code).toBe('idempotency-in-flight');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(await countOf(freight.appId)).toBe(1);
  });

  test('when a push was refused, then its key is free for the corrected one', async () => {
    const freight = await setUpFreight(storage);
    expect((await post(freight.push({ data: {} }), 'order-8')).status).toBe(422);
    expect((await post(freight.push(), 'order-8')).status).toBe(202);
  });

  test.each([[''], ['x'.repeat(256)], ['"']])('when the key is no key, then 400', async (key) => {
    const freight = await setUpFreight(storage);
    const answer = await post(freight.push(), key === '"' ? 'ключ'.slice(4) : key);
    expect(answer.status).toBe(400);
    expect((answer.body as Partial<Problem>).errors).toMatchObject([
      { pointer: '/header/idempotency-key' },
    ]);
  });
});
