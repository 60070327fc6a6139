import { describe, expect, test } from '@jest/globals';
import { createApp, createTemplate, createUser } from '@yuexin/testkit';
import { createApiBed, problemsOf, type Json, type Problem } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';

const api = await createApiBed();
const { storage } = api;

type Page = { data: Json[]; nextCursor: string | null };

describe('PUT /v1/apps/{appId}/users', () => {
  test('when users are brought, also twice, then they are known by openid, phone and unionid', async () => {
    const { appId } = await createApp({ storage });
    const users = [
      { openid: 'o-1', phone: '138 0000 4444', unionid: 'u-1' },
      { openid: 'o-2' },
      { openid: 'o-3', phone: null },
    ];
    const put = () => api.call('PUT', `/v1/apps/${appId}/users`, { body: { users } });
    expect([(await put()).status, (await put()).body]).toEqual([200, { imported: 3 }]);
    const found = await api.call<Page>('POST', `/v1/apps/${appId}/users/search`, {
      body: { phone: '+8613800004444' },
    });
    expect(found.body.data).toEqual([
      {
        openid: 'o-1',
        unionid: 'u-1',
        phoneMasked: '+86138****4444',
        balances: {},
        lastLoginAt: null,
      },
    ]);
    const bare = await api.call('PUT', `/v1/apps/${appId}/users`, { body: [{ openid: 'o-4' }] });
    expect([bare.status, bare.body]).toEqual([200, { imported: 1 }]);
  });

  test('when a push waited for a phone, then it is addressed to the user who is brought', async () => {
    const freight = await setUpFreight(storage);
    const made = await api.call('POST', '/v1/pushes', {
      body: freight.push({ to: { phone: '+8613800005555' }, onUnknownRecipient: 'park' }),
    });
    await api.call('PUT', `/v1/apps/${freight.appId}/users`, {
      body: { users: [{ openid: 'o-late', phone: '+8613800005555' }] },
    });
    const read = await api.call('GET', `/v1/pushes/${String(made.body.id)}`);
    expect(read.body).toMatchObject({ to: { openid: 'o-late' }, state: 'parked' });
  });

  test('when anything is wrong, then all of it is named and nobody is registered', async () => {
    const { appId } = await createApp({ storage });
    const refused = await api.call('PUT', `/v1/apps/${appId}/users`, {
      body: {
        users: [{ openid: 'o-1' }, { openid: '' }, { phone: 'x' }, { openid: 'o-2', name: 'N' }],
      },
    });
    expect(refused.status).toBe(400);
    expect(problemsOf(refused)).toEqual([
      '/users/1/openid format',
      '/users/2/openid required',
      '/users/2/phone phone',
      '/users/3/name unknown-key',
    ]);
    expect(await storage.users.findByOpenid(appId, 'o-1')).toBeNull();
    const many = { users: Array.from({ length: 1001 }, (_, at) => ({ openid: `o-${at}` })) };
    const tooMany = await api.call('PUT', `/v1/apps/${appId}/users`, { body: many });
    expect(problemsOf(tooMany)).toEqual(['/users max-length']);
  });
});

describe('POST /v1/apps/{appId}/grants', () => {
  test('when grants are brought, then they count, parked pushes go out, and a repeated key adds nothing', async () => {
    const freight = await setUpFreight(storage);
    const { appId, templateId, openid } = freight;
    const parked = await api.call('POST', '/v1/pushes', { body: freight.push() });
    const body = { grants: [{ openid, templateId, count: 2, grantedAt: '2026-01-01T00:00:00Z' }] };
    const post = (given: unknown) =>
      api.call('POST', `/v1/apps/${appId}/grants`, {
        body: given,
        headers: { 'idempotency-key': 'grants-1' },
      });
    const first = await post(body);
    expect([first.status, first.body]).toEqual([200, { imported: 2, released: 1 }]);
    const read = await api.call('GET', `/v1/pushes/${String(parked.body.id)}`);
    expect(read.body).toMatchObject({ state: 'queued', cycle: 1 });

    const again = await post(body);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expect(again.body).toMatchObject({ imported: 2 });
    expect((await post({ grants: [{ openid, templateId, count: 3 }] })).status).toBe(422);
    const user = await api.call('GET', `/v1/apps/${appId}/users/${openid}`);
    expect(user.body.balances).toEqual({
      [templateId]: { available: 2, reserved: 0, spent: 0, void: 0 },
    });
  });

  test('when the user is new, then the import registers the user; one of another app is refused', async () => {
    const freight = await setUpFreight(storage);
    const other = await setUpFreight(storage);
    const { appId, templateId } = freight;
    const bring = (openid: string) =>
      api.call('POST', `/v1/apps/${appId}/grants`, { body: [{ openid, templateId, count: 1 }] });
    expect((await bring('o-brand-new')).body).toMatchObject({ imported: 1 });
    const refused = await bring(other.openid);
    expect(refused.status).toBe(422);
    expect(problemsOf(refused)).toEqual(['/grants/0/openid other-app']);
  });

  test('when anything is wrong, then it is named and nothing is added', async () => {
    const { appId, templateId, openid } = await setUpFreight(storage);
    const post = (grants: unknown) =>
      api.call('POST', `/v1/apps/${appId}/grants`, { body: { grants } });
    const good = { openid, templateId, count: 1 };
    const wrong = await post([
      good,
      { ...good, count: 0 },
      { ...good, grantedAt: 'x' },
      { count: 1.5 },
    ]);
    expect(problemsOf(wrong)).toEqual([
      '/grants/1/count min',
      '/grants/2/grantedAt format',
      '/grants/3/count type',
      '/grants/3/openid required',
      '/grants/3/templateId required',
    ]);
    const unknown = await post([good, { ...good, templateId: 'tpl-x' }]);
    expect([unknown.status, problemsOf(unknown)]).toEqual([
      422,
      ['/grants/1/templateId known-template'],
    ]);
    const future = await post([good, { ...good, grantedAt: new Date(Date.now() + 60_000) }]);
    expect([future.status, problemsOf(future)]).toEqual([400, ['/grants/1/grantedAt past']]);
    const user = await storage.users.findByOpenid(appId, openid);
    expect(await storage.users.balances(user!.id)).toEqual({});
  });
});

describe('reading users', () => {
  test('when a user is unknown, then 404', async () => {
    const { appId } = await createApp({ storage });
    for (const tail of ['', '/grants'])
      expect((await api.call('GET', `/v1/apps/${appId}/users/o-nobody${tail}`)).status).toBe(404);
  });

  test('when the ledger is listed, then newest first with its evidence, in pages', async () => {
    const freight = await setUpFreight(storage, { grants: 3 });
    const path = `/v1/apps/${freight.appId}/users/${freight.openid}/grants`;
    const first = await api.call<Page>('GET', `${path}?limit=2&templateId=${freight.templateId}`);
    expect(first.body.data).toHaveLength(2);
    expect(first.body.data[0]).toMatchObject({
      id: expect.stringMatching(/^grt_/) as unknown,
      templateId: freight.templateId,
      state: 'available',
      evidence: 'imported',
      isStanding: false,
    });
    const next = await api.call<Page>('GET', `${path}?limit=2&cursor=${first.body.nextCursor}`);
    expect(next.body.data).toHaveLength(1);
    expect(next.body.nextCursor).toBeNull();
    const ids = [...first.body.data, ...next.body.data].map((grant) => grant.id);
    expect(new Set(ids).size).toBe(3);
    expect((await api.call('GET', `${path}?limit=500&x=1`)).status).toBe(400);
  });

  test('when a phone has two openids, then the newest binding comes first', async () => {
    const { appId } = await createApp({ storage });
    await createTemplate({ storage, appId });
    const phone = '+8613800006666';
    const old = await createUser({ storage, appId, phone, at: new Date('2026-01-01T00:00:00Z') });
    const young = await createUser({ storage, appId, phone, at: new Date('2026-02-01T00:00:00Z') });
    const found = await api.call<Page>('POST', `/v1/apps/${appId}/users/search`, {
      body: { phone },
    });
    expect(found.body.data.map((user) => user.openid)).toEqual([young.openid, old.openid]);
    expect(found.text).not.toContain(phone);
  });

  test.each([
    [{}, [' one-address']],
    [{ phone: '+8613800006666', unionid: 'u' }, [' one-address']],
    [{ phone: 'x' }, ['/phone phone']],
    [{ openid: 'o' }, [' one-address', '/openid unknown-key']],
  ])('when the search is %j, then 400', async (body, expected) => {
    const { appId } = await createApp({ storage });
    const refused = await api.call('POST', `/v1/apps/${appId}/users/search`, { body });
    expect([refused.status, problemsOf(refused)]).toEqual([400, expected]);
  });

  test('when grants are brought as totals, then rows may be repeated, added and corrected without a key', async () => {
    const { appId, templateId } = await setUpFreight(storage);
    const bring = async (counts: Record<string, number>) => {
      const grants = Object.entries(counts).map(([openid, count]) => ({
        ...{ openid, templateId, count },
      }));
      return api.call('POST', `/v1/apps/${appId}/grants`, { body: { grants, counting: 'total' } });
    };
    expect((await bring({ oTotal1: 2 })).body).toEqual({ imported: 2, released: 0 });
    expect((await bring({ oTotal1: 3, oTotal2: 1 })).body).toEqual({ imported: 2, released: 0 });
    expect((await bring({ oTotal2: 1, oTotal1: 3 })).body).toEqual({ imported: 0, released: 0 });
    const user = await api.call('GET', `/v1/apps/${appId}/users/oTotal1`);
    expect(user.body.balances).toMatchObject({ [templateId]: { available: 3 } });
    const odd = { grants: [{ openid: 'o', templateId, count: 1 }], counting: 'some' };
    const refused = await api.call('POST', `/v1/apps/${appId}/grants`, { body: odd });
    expect(problemsOf(refused)).toEqual(['/counting one-of']);
  });

  test('when the counts add up to more than one statement can add, then nothing is imported and the limit is told', async () => {
    const { appId, templateId } = await setUpFreight(storage);
    const grants = Array.from({ length: 11 }, (_, at) => ({
      ...{ openid: `oMany${at}`, templateId, count: 1_000 },
    }));
    const refused = await api.call<Problem>('POST', `/v1/apps/${appId}/grants`, {
      body: { grants },
    });
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toMatchObject([
      { pointer: '/grants', rule: 'limit', limit: 10_000, actual: 11_000 },
    ]);
    expect(await storage.users.findByOpenid(appId, 'oMany0')).toBeNull();
  });

  test('when the key may not read or write grants, then 403', async () => {
    const { appId, openid } = await setUpFreight(storage);
    const reader = await api.createKey({ scopes: ['grant:read'] });
    const writer = await api.createKey({ scopes: ['grant:write'] });
    const path = `/v1/apps/${appId}/users`;
    expect((await api.call('GET', `${path}/${openid}`, { key: reader })).status).toBe(200);
    expect((await api.call('GET', `${path}/${openid}`, { key: writer })).status).toBe(403);
    expect((await api.call('PUT', path, { key: reader, body: [{ openid }] })).status).toBe(403);
    expect((await api.call('PUT', path, { key: writer, body: [{ openid }] })).status).toBe(200);
  });
});
