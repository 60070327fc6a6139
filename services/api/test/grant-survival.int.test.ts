import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '@yuexin/domain';
import { createApiBed, problemsOf, type Json } from './support/api-bed.ts';
import { setUpFreight, type Freight } from './support/freight.ts';
import { noGrantAtWechat, tryPush } from './support/try-push.ts';

const api = await createApiBed();
const { storage } = api;

type Counts = { alive: number; gone: number; survival: number | null };
type Survival = {
  isSampled: boolean;
  data: (Counts & {
    templateId: string;
    ages: (Counts & { fromSeconds: number })[];
    drift: Json;
  })[];
};

const accepted = (): Outcome => ({ kind: 'accepted', msgid: crypto.randomUUID() });
const hourMs = 3_600_000;

const read = (appId: string, query = '', key?: string) =>
  api.call<Survival & Json>('GET', `/v1/apps/${appId}/grant-survival${query}`, {
    ...(key !== undefined && { key }),
  });

/** Uses a grant that is this old. */
async function useGrant(freight: Freight, ageMs: number, outcome: Outcome): Promise<void> {
  const { appId, openid, templateId } = freight;
  const grantedAt = new Date(Date.now() - ageMs);
  await storage.hotPath.importGrants({
    appId,
    grants: [{ openid, templateId, count: 1, grantedAt }],
  });
  await tryPush(api, freight.push({ onNoGrant: 'reject' }), outcome);
}

describe('GET /v1/apps/{appId}/grant-survival', () => {
  test('when grants of several ages were used, then each band tells how many WeChat still had, and the drift beside it', async () => {
    const freight = await setUpFreight(storage);
    const { appId, templateId } = freight;
    await useGrant(freight, 1_000, accepted());
    await useGrant(freight, 2 * hourMs, accepted());
    await useGrant(freight, 3 * hourMs, accepted());
    await useGrant(freight, 5 * hourMs, noGrantAtWechat);
    await useGrant(freight, 40 * 24 * hourMs, noGrantAtWechat);
    const key = await api.createKey({ scopes: ['grant:read'], appIds: [appId] });
    const answer = await read(appId, '', key);
    expect([answer.status, answer.body.isSampled]).toEqual([200, false]);
    const [one, ...others] = answer.body.data;
    expect(others).toEqual([]);
    expect(one).toMatchObject({
      ...{ templateId, alive: 3, gone: 2, survival: 0.6 },
      drift: { times: 2, voidedGrants: 2 },
    });
    expect(one!.ages.map(({ alive, gone, survival }) => [alive, gone, survival])).toEqual([
      [1, 0, 1],
      [2, 1, 0.6667],
      [0, 0, null],
      [0, 0, null],
      [0, 0, null],
      [0, 1, 0],
    ]);
    expect(one!.ages.map(({ fromSeconds }) => fromSeconds / 3600)).toEqual([
      ...[0, 1, 24, 72, 168, 720],
    ]);
  });

  test('when a send was refused for its data, or an earlier answer was lost, then that tells nothing of grants', async () => {
    const freight = await setUpFreight(storage);
    const { appId } = freight;
    await useGrant(freight, 1_000, { ...noGrantAtWechat, errcode: 47003 } as Outcome);
    await useGrant(freight, 1_000, { kind: 'unconfirmed', cause: 'timeout', httpStatus: null });
    expect((await read(appId)).body.data).toEqual([]);
    const past = await read(appId, '?to=2026-01-01T00:00:00Z');
    expect(past.body).toMatchObject({ from: '2025-12-25T00:00:00.000Z', data: [] });
  });

  test('when the span is wrong, then 400 says why; without scope, app or key 403, 404 and 401', async () => {
    const { appId } = await setUpFreight(storage);
    const wrong = await read(appId, '?from=2026-01-01T00:00:00Z&to=2026-02-02T00:00:00Z');
    expect([wrong.status, problemsOf(wrong)]).toEqual([400, ['/query/from max']]);
    expect((await read(appId, '', await api.createKey({ scopes: ['push:read'] }))).status).toBe(
      403,
    );
    const other = await setUpFreight(storage);
    const foreign = await api.createKey({ scopes: ['grant:read'], appIds: [other.appId] });
    expect((await read(appId, '', foreign)).status).toBe(404);
    const path = `/v1/apps/${appId}/grant-survival`;
    expect((await api.call('GET', path, { key: null })).status).toBe(401);
  });
});
