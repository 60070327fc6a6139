import { describe, expect, test } from '@jest/globals';
import { createApiBed, type Json } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';
import { makeDead } from './support/make-dead.ts';

const api = await createApiBed();
const { storage, testDatabase } = api;

const read = (appId: string, openid: string, key?: string | null) =>
  api.call<Json & { data: Json[] }>('GET', `/v1/apps/${appId}/users/${openid}/timeline`, {
    ...(key !== undefined && { key }),
  });

describe('GET /v1/apps/{appId}/users/{openid}/timeline', () => {
  test('when a user logged in, answered, was granted and was sent to, then all of it is there, newest first', async () => {
    const freight = await setUpFreight(storage);
    const { appId, templateId, userId, openid } = freight;
    await testDatabase.run(`insert into logins (id, app_id, user_id, has_bound_phone, logged_in_at)
      values (gen_random_uuid(), '${appId}', '${userId}', true, now() - interval '1 hour')`);
    await storage.hotPath.recordGrantReports([
      {
        ...{ appId, userId, requestId: 'r1', page: 'pages/goods/list', askedAt: new Date() },
        results: { [templateId]: 'accept' },
      },
    ]);
    const pushId = await makeDead(storage, freight);
    const other = await setUpFreight(storage, { grants: 1 });
    await makeDead(storage, other);

    const { status, body } = await read(appId, openid);
    expect(status).toBe(200);
    expect(body.data.map(({ kind }) => kind)).toEqual([
      ...['push', 'answer', 'grant', 'login', 'login'],
    ]);
    expect(body.data).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'push', pushId: `psh_${pushId}`, state: 'dead' }),
        expect.objectContaining({ kind: 'answer', result: 'accept', page: 'pages/goods/list' }),
        expect.objectContaining({ kind: 'grant', state: 'available', evidence: 'reported' }),
        expect.objectContaining({ kind: 'login', hasBoundPhone: true }),
      ]),
    );
  });

  test('when there is more than is shown, then the newest of everything are shown', async () => {
    const { appId, userId, openid } = await setUpFreight(storage, { grants: 3 });
    await testDatabase.run(`insert into logins (id, app_id, user_id, has_bound_phone, logged_in_at)
      select gen_random_uuid(), '${appId}', '${userId}', false, now() + n * interval '1 second'
      from generate_series(1, 250) as n`);
    const { data } = (await read(appId, openid)).body;
    expect(data).toHaveLength(200);
    expect(new Set(data.map(({ kind }) => kind))).toEqual(new Set(['login']));
    const times = data.map(({ at }) => String(at));
    expect(times).toEqual(times.toSorted().toReversed());
  });

  test('when it is another app’s or nobody, then 404; without a key 401, without the scope 403', async () => {
    const [mine, theirs] = [await setUpFreight(storage), await setUpFreight(storage)];
    const key = await api.createKey({ scopes: ['grant:read'], appIds: [mine.appId] });
    expect((await read(theirs.appId, theirs.openid, key)).status).toBe(404);
    expect((await read(mine.appId, 'o-nobody')).status).toBe(404);
    expect((await read(mine.appId, mine.openid, null)).status).toBe(401);
    const reader = await api.createKey({ scopes: ['push:read'] });
    expect((await read(mine.appId, mine.openid, reader)).status).toBe(403);
  });
});
