import { describe, expect, test } from '@jest/globals';
import { createTemplate, createUser } from '@yuexin/testkit';
import { type Json, type Problem } from './support/api-bed.ts';
import { createMiniBed, example, newAppId } from './support/mini-bed.ts';

const { api, simulator, addApp, addTemplate } = await createMiniBed();
const { storage } = api;

describe('templates', () => {
  test('when WeChat has other templates, then the sync tells what changed, and the list shows them', async () => {
    const { appId, templateId } = await addApp();
    const added = await addTemplate(appId, '新模板');
    await simulator.call('DELETE', `/apps/${appId}/templates/${templateId}`);
    const synced = await api.call('POST', `/v1/apps/${appId}/templates/sync`);
    expect(synced.body).toEqual({
      ...{ added: [added], changed: [], removed: [templateId], hurt: [] },
    });
    const key = await api.createKey({ scopes: ['template:read'] });
    const list = await api.call<{ data: Json[] }>('GET', `/v1/apps/${appId}/templates`, { key });
    expect(list.body.data).toContainEqual({
      templateId: added,
      title: '新模板',
      kind: 'one-time',
      keywords: [
        { key: 'thing1', type: 'thing', label: '线路' },
        { key: 'thing2', type: 'thing', label: '货物' },
      ],
      example,
      state: 'active',
      pause: null,
      syncedAt: expect.any(String) as unknown,
    });
    expect(list.body.data).toContainEqual(
      expect.objectContaining({ templateId, state: 'removed' }),
    );
  });

  test('when the token died early, then the sync fetches another and goes on', async () => {
    const { appId } = await addApp();
    await simulator.call('POST', `/apps/${appId}/expire-token`);
    const synced = await api.call('POST', `/v1/apps/${appId}/templates/sync`);
    expect([synced.status, synced.body]).toEqual([
      200,
      { added: [], changed: [], removed: [], hurt: [] },
    ]);
  });

  test('when WeChat’s quota is used up or the app is barred, then the sync says so and changes nothing', async () => {
    const { appId, templateId } = await addApp();
    const fault = { path: '/wxaapi/newtmpl/gettemplate', appId, kind: 'errcode', times: 1 };
    await simulator.call('POST', '/faults', { ...fault, value: 45009 });
    expect((await api.call('POST', `/v1/apps/${appId}/templates/sync`)).status).toBe(503);
    await simulator.call('POST', '/faults', { ...fault, value: 48001 });
    const barred = await api.call<Problem>('POST', `/v1/apps/${appId}/templates/sync`);
    expect([barred.status, barred.body.code]).toEqual([502, 'wechat-refused']);
    expect((await storage.templates.find(appId, templateId))?.state).toBe('active');
  });

  test('when a template is paused and resumed, then it says so; an unknown one is 404', async () => {
    const { appId } = await addApp();
    const { templateId } = await createTemplate({ storage, appId });
    const path = `/v1/apps/${appId}/templates/${templateId}`;
    const paused = await api.call('POST', `${path}/pause`, { body: { reason: '措辞待改' } });
    expect(paused.body).toMatchObject({
      state: 'paused',
      pause: { reason: { code: 'template-paused', message: '措辞待改' }, until: null },
    });
    const resumed = await api.call('POST', `${path}/resume`);
    expect(resumed.body).toMatchObject({ state: 'active', pause: null });
    const body = { reason: 'x' };
    expect(
      (await api.call('POST', `/v1/apps/${appId}/templates/nope/pause`, { body })).status,
    ).toBe(404);
    expect((await api.call('POST', `${path}/pause`, { body: {} })).status).toBe(400);
  });
});

describe('templates that drift', () => {
  test('when a template changes or goes while pushes wait, then the sync, the alarm, the audit and the changes tell', async () => {
    const { appId, templateId: gone } = await addApp();
    const changed = await addTemplate(appId, '到货提醒');
    const sync = `/v1/apps/${appId}/templates/sync`;
    await api.call('POST', sync);
    const { openid } = await createUser({ storage, appId });
    const wait = async (templateId: string) =>
      String(
        (
          await api.call('POST', '/v1/pushes', {
            body: { appId, templateId, to: { openid }, data: { thing1: '一', thing2: '二' } },
          })
        ).body.id,
      );
    const [ofGone, ofChanged] = [await wait(gone), await wait(changed)];
    await simulator.call('DELETE', `/apps/${appId}/templates/${gone}`);
    await simulator.call('POST', `/apps/${appId}/templates`, {
      ...{ templateId: changed, title: '到货提醒', kind: 'one-time', example },
      content: '线路:{{thing1.DATA}}\n货物:{{phrase2.DATA}}\n',
    });

    const hurt = [
      { templateId: changed, because: 'data', pushes: 1, isAtLeast: false, sample: [ofChanged] },
      { templateId: gone, because: 'removed', pushes: 1, isAtLeast: false, sample: [ofGone] },
    ];
    const synced = await api.call('POST', sync);
    expect(synced.body).toEqual({ added: [], changed: [changed], removed: [gone], hurt });

    const alarms = await api.call<{ data: Json[] }>('GET', '/v1/alarms');
    expect(alarms.body.data).toContainEqual(
      expect.objectContaining({
        ...{ appId, code: 'template-drift' },
        message: expect.stringContaining(gone) as unknown,
      }),
    );
    const audit = await api.call<{ data: { after: Json }[] }>(
      'GET',
      `/v1/audit?action=template.sync&appId=${appId}`,
    );
    expect(audit.body.data[0]?.after).toEqual(synced.body);

    const key = await api.createKey({ scopes: ['template:read'], appIds: [appId] });
    const path = `/v1/apps/${appId}/templates/changes`;
    const changes = await api.call<{ data: Json[] }>('GET', path, { key });
    expect(changes.body.data.slice(0, 2)).toMatchObject([
      { templateId: gone, kind: 'removed', change: {}, hurt: hurt[1] },
      {
        ...{ templateId: changed, kind: 'changed', title: '到货提醒', hurt: hurt[0] },
        change: { keywordsAdded: ['phrase2'], keywordsRemoved: ['thing2'], isReworded: true },
      },
    ]);
    const one = await api.call<{ data: Json[] }>('GET', `${path}?templateId=${changed}&limit=1`, {
      key,
    });
    expect(one.body.data).toMatchObject([{ templateId: changed, kind: 'changed' }]);
    expect((await api.call('GET', `${path}?limit=0`, { key })).status).toBe(400);
    expect((await api.call('GET', '/v1/apps/wx-no/templates/changes', { key })).status).toBe(404);
    const writer = await api.createKey({ scopes: ['push:write'] });
    expect((await api.call('GET', path, { key: writer })).status).toBe(403);
    expect((await api.call('GET', path, { key: null })).status).toBe(401);
  });
});

describe('POST /v1/apps/{appId}/token/refresh', () => {
  test('when an operator forces a token, then there is a new one, and a second time within 30 s is refused', async () => {
    const { appId } = await addApp();
    const key = await api.createKey({ scopes: ['operator'] });
    const path = `/v1/apps/${appId}/token/refresh`;
    const first = await api.call('POST', path, { key });
    // The first sync fetched one a moment ago: WeChat allows two only 30 s apart.
    expect([first.status, first.body.code]).toEqual([409, 'conflict']);
    const reader = await api.createKey({ scopes: ['push:read'] });
    expect((await api.call('POST', path, { key: reader })).status).toBe(403);
    const fresh = newAppId();
    await simulator.call('POST', '/apps', { appId: fresh, appSecret: 'sim-secret' });
    await api.call('POST', '/v1/apps', {
      body: { appId: fresh, name: 'F', appSecret: 'sim-secret' },
    });
    const forced = await api.call('POST', `/v1/apps/${fresh}/token/refresh`, { key });
    expect([forced.status, forced.body.generation]).toEqual([200, 1]);
    expect(forced.text).not.toMatch(/access_?token/i);
  });

  test('when WeChat refuses the AppSecret, then an alarm tells the operators', async () => {
    const appId = newAppId();
    await simulator.call('POST', '/apps', { appId, appSecret: 'sim-secret' });
    await api.call('POST', '/v1/apps', { body: { appId, name: 'W', appSecret: 'another' } });
    const refused = await api.call('POST', `/v1/apps/${appId}/token/refresh`);
    expect([refused.status, refused.body.code]).toEqual([502, 'wechat-refused']);
    const alarms = await api.call<{ data: object[] }>('GET', '/v1/alarms');
    expect(alarms.body.data).toContainEqual(
      expect.objectContaining({ appId, code: 'wechat-refused-token-refresh', count: 1 }),
    );
  });

  test('when the 20 of the day are used up, then 429 says when the next is possible, and WeChat is not asked', async () => {
    const { appId } = await addApp();
    await api.testDatabase.run(
      `update app_tokens set refreshed_at = now() - interval '1 min', forced_count = 20,
         forced_at = now() - interval '1 min', forced_on = (now() at time zone 'Asia/Shanghai')::date
       where app_id = '${appId}'`,
    );
    const refused = await api.call('POST', `/v1/apps/${appId}/token/refresh`);
    expect([refused.status, refused.body.code]).toEqual([429, 'rate-limited']);
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(86_400);
  });
});
