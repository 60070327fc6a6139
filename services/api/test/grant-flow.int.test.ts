import { describe, expect, test } from '@jest/globals';
import { giveGrant } from '@yuexin/testkit';
import { createApiBed, problemsOf, type Json } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';
import { makeDead } from './support/make-dead.ts';

const api = await createApiBed();
const { storage, testDatabase } = api;

type Flow = Json & { templates: Json[]; life: Json[]; asks: Json[]; spans: Json[] };

const read = async (appId: string, search = ''): Promise<Flow> =>
  (await api.call<Flow>('GET', `/v1/apps/${appId}/grant-flow${search}`)).body;
const sent: Parameters<typeof makeDead>[2] = {
  fate: {
    outcome: { kind: 'accepted', msgid: null },
    decision: { state: 'sent', reason: null, grantEffect: 'spend' },
  },
};

describe('GET /v1/apps/{appId}/grant-flow', () => {
  test('when grants come, are spent and are missing, then balances, flow, lives and waiting pushes say so', async () => {
    const freight = await setUpFreight(storage, { grants: 3 });
    const { appId, templateId, userId } = freight;
    await testDatabase.run(`update grants set obtained_at = now() - interval '2 hours'`);
    await makeDead(storage, freight, sent);
    await makeDead(storage, freight, sent);
    for (let at = 0; at < 3; at += 1)
      await api.call('POST', '/v1/pushes', { body: freight.push() });
    await testDatabase.run(`insert into grant_drift (app_id, template_id, user_id, push_id, voided)
      values ('${appId}', '${templateId}', '${userId}', gen_random_uuid(), 2)`);
    await storage.sweeps.countMinutes({ keepDays: 8 });

    const flow = await read(appId);
    expect(flow.templates).toMatchObject([
      {
        ...{ templateId, available: 1, isAvailableCapped: false, parked: 2 },
        ...{ obtained: 3, spent: 2, voided: 2, oldestParkedAt: expect.any(String) as unknown },
      },
    ]);
    expect(flow.life).toEqual([{ upToSeconds: 21_600, times: 2 }]);
    const sums = ['obtained', 'spent', 'voided'].map((name) =>
      flow.spans.reduce((sum, span) => sum + Number(span[name]), 0),
    );
    expect(sums).toEqual([3, 2, 2]);
    expect(await storage.sweeps.countMinutes({ keepDays: 8 })).toBe(0);
  });

  test('when users answer on several pages, then each page tells what they said, its query left out', async () => {
    const { appId, templateId, userId } = await setUpFreight(storage);
    const report = (requestId: string, page: string | null, result: 'accept' | 'reject' | 'ban') =>
      storage.hotPath.recordGrantReports([
        { appId, userId, requestId, page, askedAt: new Date(), results: { [templateId]: result } },
      ]);
    await report('r1', 'pages/goods/detail?id=1', 'accept');
    await report('r2', 'pages/goods/detail?id=2', 'reject');
    await report('r3', 'pages/mine/index', 'accept');
    await report('r4', null, 'ban');
    await storage.sweeps.countMinutes({ keepDays: 8 });
    const none = { rejected: 0, banned: 0, filtered: 0 };
    expect((await read(appId)).asks).toEqual([
      { page: 'pages/goods/detail', asked: 2, accepted: 1, ...none, rejected: 1 },
      { page: '', asked: 1, accepted: 0, ...none, banned: 1 },
      { page: 'pages/mine/index', asked: 1, accepted: 1, ...none },
    ]);
  });

  test('when there are more than are counted, then it says so', async () => {
    const { appId, openid, templateId } = await setUpFreight(storage);
    await giveGrant({ storage, appId, openid, templateId, count: 1 });
    await testDatabase.run(`insert into grants (id, app_id, user_id, template_id, state, evidence, obtained_at)
      select gen_random_uuid(), app_id, user_id, template_id, 'available', 'imported', now()
      from grants, generate_series(1, 10000) where app_id = '${appId}'`);
    expect((await read(appId)).templates).toMatchObject([
      { available: 10_000, isAvailableCapped: true, parked: 0, isParkedCapped: false },
    ]);
  });

  test('when minutes grow old, then they are told in blocks, with the same sums, once', async () => {
    const { appId, templateId } = await setUpFreight(storage);
    const rows = [5, 20, 21, 200, 201].map(
      (
        minutes,
      ) => `('${appId}', date_trunc('hour', now()) - interval '30 hours' + interval '${minutes} minutes',
        '${templateId}', 2, 1, 0, '{"60": 1}', '{"pages/a accept": 1, "pages/b reject": ${minutes % 2}}')`,
    );
    await testDatabase.run(`insert into grant_minutes values ${rows.join(',')}`);
    const before = await read(appId, '?minutes=2880&stepMinutes=60');
    await storage.sweeps.countMinutes({ keepDays: 8 });
    await storage.sweeps.countMinutes({ keepDays: 8 });
    const { templates, life, asks, spans } = before;
    const after = await read(appId, '?minutes=2880&stepMinutes=60');
    expect(after).toMatchObject({ templates, life, asks, spans });
    expect(spans.map(({ obtained }) => obtained)).toEqual([6, 4]);
    const [kept] = await testDatabase.read<{ rows: number }>(
      `select count(*)::integer as rows from grant_minutes where app_id = '${appId}'`,
    );
    expect(kept!.rows).toBe(2);
  });

  test('when it is old, then it goes', async () => {
    const { appId } = await setUpFreight(storage, { grants: 1 });
    await storage.sweeps.countMinutes({ keepDays: 8 });
    await testDatabase.run(`update grant_minutes set minute = minute - interval '9 days'
      where app_id = '${appId}'`);
    await storage.sweeps.countMinutes({ keepDays: 8 });
    const rows = await testDatabase.read(
      `select 1 from grant_minutes where app_id = '${appId}' and minute < now() - interval '8 days'`,
    );
    expect(rows).toEqual([]);
  });

  test('when it is another app’s, then 404; asked wrongly 400, 401, 403', async () => {
    const [mine, theirs] = [await setUpFreight(storage), await setUpFreight(storage)];
    const path = `/v1/apps/${theirs.appId}/grant-flow`;
    const key = await api.createKey({ scopes: ['grant:read'], appIds: [mine.appId] });
    expect((await api.call('GET', path, { key })).status).toBe(404);
    expect(problemsOf(await api.call('GET', `${path}?minutes=x`))).toEqual([
      '/query/minutes minutes',
    ]);
    expect((await api.call('GET', path, { key: null })).status).toBe(401);
    const reader = await api.createKey({ scopes: ['push:read'] });
    expect((await api.call('GET', path, { key: reader })).status).toBe(403);
  });
});
