import { describe, expect, test } from '@jest/globals';
import { createPush, giveGrant } from '@yuexin/testkit';
import { createApiBed, type Json } from './support/api-bed.ts';
import { setUpFreight, type Freight } from './support/freight.ts';
import { makeDead, neverAnswered } from './support/make-dead.ts';

const api = await createApiBed();
const { storage, testDatabase } = api;

const phone = '+8613800006666';
const pathOf = ({ appId, openid }: Freight): string => `/v1/apps/${appId}/users/${openid}`;
const read = async (id: unknown): Promise<Json> =>
  (await api.call('GET', `/v1/pushes/${String(id)}`)).body;

describe('DELETE /v1/apps/{appId}/users/{openid}', () => {
  test('when a user is erased, then what waits is cancelled, contents go and states stay', async () => {
    const freight = await setUpFreight(storage, { grants: 2, phone });
    const deadId = `psh_${await makeDead(storage, freight)}`;
    const secret = { bizId: 'b-secret', metadata: { note: 'm-secret' }, page: 'pages/p-secret' };
    const post = (over: Json) => api.call('POST', '/v1/pushes', { body: freight.push(over) });
    const queued = (await post({ ...secret, to: { phone } })).body;
    const scheduled = (await post({ sendAt: new Date(Date.now() + 3_600_000).toISOString() })).body;
    const parked = (await post({})).body;
    expect([queued.state, scheduled.state, parked.state]).toEqual([
      'queued',
      'scheduled',
      'queued',
    ]);

    const erased = await api.call('DELETE', pathOf(freight));
    expect([erased.status, erased.body]).toEqual([
      200,
      { pushes: 4, cancelled: 3, grants: { available: 2, reserved: 0, spent: 0, void: 0 } },
    ]);
    expect((await api.call('GET', pathOf(freight))).status).toBe(404);
    expect(await read(deadId)).toMatchObject({ state: 'dead', to: {}, data: {} });
    for (const { id } of [queued, scheduled, parked])
      expect(await read(id)).toMatchObject({
        ...{ state: 'cancelled', to: {}, data: {}, page: null, metadata: null, bizId: null },
      });
    expect((await api.call('DELETE', pathOf(freight))).status).toBe(404);
  });

  test('when a user was erased, then no table holds the openid, the phone or a content any more', async () => {
    const freight = await setUpFreight(storage, { grants: 1, phone: '+8613800007777' });
    const user = (await storage.users.findByOpenid(freight.appId, freight.openid))!;
    await storage.users.recordLogin({
      ...{ appId: freight.appId, openid: freight.openid, unionid: 'u-traceable', phone: null },
      at: new Date(),
    });
    await api.call('POST', '/v1/pushes', {
      body: freight.push({ data: { thing1: 'c-traceable', thing2: 'x' } }),
    });
    await api.call('DELETE', pathOf(freight));
    for (const text of [freight.openid, 'u-traceable', 'c-traceable', user.id])
      expect([text, await tablesWith(text)]).toEqual([text, text === user.id ? ['pushes'] : []]);
    expect(api.logged()).not.toContain('c-traceable');
  });

  test('when a push to the user is in doubt, then 409 names it, and nothing is erased', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const decision = { ...neverAnswered.decision, state: 'unconfirmed' as const };
    const id = await makeDead(storage, freight, { fate: { ...neverAnswered, decision } });
    const refused = await api.call('DELETE', pathOf(freight));
    expect([refused.status, refused.body.code]).toEqual([409, 'conflict']);
    expect(refused.body.detail).toContain(`psh_${id}`);
    expect((await api.call('GET', pathOf(freight))).status).toBe(200);
  });

  test('when the user logs in again, then it is a new user without grants', async () => {
    const freight = await setUpFreight(storage, { grants: 3 });
    await api.call('DELETE', pathOf(freight));
    await storage.users.recordLogin({
      ...{ appId: freight.appId, openid: freight.openid, unionid: null, phone: null },
      at: new Date(),
    });
    expect((await api.call('GET', pathOf(freight))).body).toMatchObject({ balances: {} });
  });

  test('when a push is accepted for the user in the same moment, then it is refused and nothing is stored', async () => {
    const freight = await setUpFreight(storage);
    await api.call('DELETE', pathOf(freight));
    const { appId, templateId, userId } = freight;
    const late = { storage, appId, templateId, userId, onNoGrant: 'send-anyway' as const };
    await expect(createPush(late)).rejects.toThrow('recipient-unknown');
  });

  test('when the key is of another app or has no scope, then 404 and 403', async () => {
    const freight = await setUpFreight(storage);
    const { appId } = await setUpFreight(storage);
    const stranger = await api.createKey({ scopes: ['admin'], appIds: [appId] });
    expect((await api.call('DELETE', pathOf(freight), { key: stranger })).status).toBe(404);
    const writer = await api.createKey({ scopes: ['grant:write', 'operator'] });
    expect((await api.call('DELETE', pathOf(freight), { key: writer })).status).toBe(403);
    expect((await api.call('GET', `${pathOf(freight)}/export`, { key: writer })).status).toBe(403);
  });
});

describe('GET /v1/apps/{appId}/users/{openid}/export', () => {
  test('when a person asks, then all that is kept is told, the phone in full', async () => {
    const freight = await setUpFreight(storage, { grants: 1, phone: '+8613800008888' });
    const { appId, openid, templateId } = freight;
    await giveGrant({ storage, appId, openid, templateId, count: 250 });
    const made = await api.call('POST', '/v1/pushes', { body: freight.push() });
    await storage.users.recordLogin({
      ...{ appId: freight.appId, openid: freight.openid, unionid: null, phone: null },
      at: new Date(),
    });
    await storage.hotPath.recordGrantReports([
      {
        ...{ appId: freight.appId, userId: freight.userId, requestId: 'r-1', page: 'pages/a' },
        ...{ askedAt: new Date(), results: { [freight.templateId]: 'reject' } },
      },
    ]);
    const answer = await api.call<Json & { grants: Json[] }>('GET', `${pathOf(freight)}/export`);
    expect(answer.body).toMatchObject({
      ...{ openid: freight.openid, phone: '+8613800008888', isCapped: false },
      logins: [{ hasBoundPhone: false }, { hasBoundPhone: true }],
      asks: [{ templateId: freight.templateId, kind: 'reported', result: 'reject' }],
      pushes: [{ id: made.body.id }],
    });
    expect(answer.body.grants).toHaveLength(251);
    const nobody = `/v1/apps/${freight.appId}/users/o-nobody/export`;
    expect((await api.call('GET', nobody)).status).toBe(404);
  });
});

/** Tables with a row in which the text stands anywhere. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await testDatabase.read<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await testDatabase.read(
      `select 1 from "${name}" t where strpos(t::text, '${text}') > 0 limit 1`,
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}
