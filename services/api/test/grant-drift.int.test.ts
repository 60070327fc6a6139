import { describe, expect, test } from '@jest/globals';
import { createApiBed, problemsOf, type Json } from './support/api-bed.ts';
import { setUpFreight, type Freight } from './support/freight.ts';
import { noGrantAtWechat, tryPush } from './support/try-push.ts';

const api = await createApiBed();
const { storage } = api;

/** A push that WeChat refuses with 43101. */
const refuseForGrant = (freight: Freight): Promise<void> =>
  tryPush(api, freight.push(), noGrantAtWechat);

const read = (appId: string, query = '', key?: string) =>
  api.call<{ data: Json[]; from: string; to: string }>(
    'GET',
    `/v1/apps/${appId}/grant-drift${query}`,
    {
      ...(key !== undefined && { key }),
    },
  );

describe('GET /v1/apps/{appId}/grant-drift', () => {
  test('when WeChat had no grant where the ledger had, then it is told per template, with the grants that went', async () => {
    const freight = await setUpFreight(storage, { grants: 3 });
    const { appId, templateId } = freight;
    await refuseForGrant(freight);
    const key = await api.createKey({ scopes: ['grant:read'], appIds: [appId] });
    const answer = await read(appId, '', key);
    expect(answer.status).toBe(200);
    expect(answer.body.data).toEqual([
      { templateId, times: 1, voidedGrants: 3, lastAt: expect.any(String) as unknown },
    ]);
    expect(Date.parse(answer.body.to) - Date.parse(answer.body.from)).toBe(7 * 86_400_000);
  });

  test('when nothing drifted, or not in that time, then the list is empty', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    expect((await read(freight.appId)).body.data).toEqual([]);
    await refuseForGrant(freight);
    const past = await read(freight.appId, '?to=2026-01-01T00:00:00Z');
    expect(past.body).toEqual({
      ...{ from: '2025-12-25T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z', data: [] },
    });
  });

  test.each([
    ['?from=yesterday', ['/query/from format']],
    ['?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', ['/query/from before-to']],
    ['?from=2026-01-01T00:00:00Z&to=2026-02-02T00:00:00Z', ['/query/from max']],
    ['?since=1', ['/query/since unknown-key']],
  ])('when it is asked with %s, then 400 says why', async (query, problems) => {
    const { appId } = await setUpFreight(storage);
    const answer = await read(appId, query);
    expect([answer.status, problemsOf(answer as never)]).toEqual([400, problems]);
  });

  test('when the key lacks the scope, the app or everything, then 403, 404 and 401', async () => {
    const { appId } = await setUpFreight(storage);
    const other = await setUpFreight(storage);
    expect((await read(appId, '', await api.createKey({ scopes: ['push:read'] }))).status).toBe(
      403,
    );
    const foreign = await api.createKey({ scopes: ['grant:read'], appIds: [other.appId] });
    expect((await read(appId, '', foreign)).status).toBe(404);
    const path = `/v1/apps/${appId}/grant-drift`;
    expect((await api.call('GET', path, { key: null })).status).toBe(401);
  });
});
