import { describe, expect, test } from '@jest/globals';
import { createApp, createTemplate, uniquePrefix } from '@yuexin/testkit';
import { createApiBed, problemsOf, type Json, type Problem } from './support/api-bed.ts';

const api = await createApiBed();
const { storage } = api;

const newApp = (over: Json = {}) => ({
  appId: uniquePrefix('wx'),
  name: '货运助手',
  appSecret: 'a-very-secret-secret',
  messageToken: 'messagetoken1',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  ...over,
});

type Page = { data: Json[]; nextCursor: string | null };

describe('POST /v1/apps', () => {
  test('when it is registered, then it can be read, and no secret is in any answer or log line', async () => {
    const body = newApp({
      sendRatePerSecond: 50,
      defaultTtlSeconds: 3600,
      grantSource: 'witnessed',
    });
    const made = await api.call('POST', '/v1/apps', { body });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`/v1/apps/${body.appId}`);
    expect(made.body).toEqual({
      appId: body.appId,
      name: '货运助手',
      state: 'active',
      pause: null,
      hasMessageToken: true,
      hasEncodingAesKey: true,
      miniprogramState: 'formal',
      sendRatePerSecond: 50,
      defaultTtlSeconds: 3600,
      grantSource: 'witnessed',
      askPlan: { pages: [] },
      sendingRules: {},
      eventUrl: `https://push.example.com/v1/wechat/${body.appId}/events`,
      createdAt: expect.any(String) as unknown,
      updatedAt: expect.any(String) as unknown,
    });
    const read = await api.call('GET', `/v1/apps/${body.appId}`);
    expect(read.body).toEqual(made.body);
    const audit = await api.call('GET', `/v1/audit?target=app:${body.appId}`);
    const told = [made.text, read.text, audit.text, api.logged()].join('\n');
    for (const secret of [body.appSecret, body.messageToken, body.encodingAesKey])
      expect(told).not.toContain(secret);
  });

  test('when its Idempotency-Key cannot be kept, then there is no app either: the same request works later', async () => {
    const body = newApp();
    const headers = { 'idempotency-key': `kept-${body.appId}` };
    const post = () => api.call('POST', '/v1/apps', { body, headers });
    const broken = 'add constraint broken check (false) not valid';
    await api.testDatabase.run(`alter table idempotency_keys ${broken}`);
    expect((await post()).status).toBe(500);
    await api.testDatabase.run('alter table idempotency_keys drop constraint broken');
    expect((await api.call('GET', `/v1/apps/${body.appId}`)).status).toBe(404);
    expect((await post()).status).toBe(201);
    expect((await post()).headers.get('idempotency-replayed')).toBe('true');
  });

  test('when it exists, then 409; with the same Idempotency-Key and body it is answered again', async () => {
    const body = newApp();
    const headers = { 'idempotency-key': `app-${body.appId}` };
    const first = await api.call('POST', '/v1/apps', { body, headers });
    const again = await api.call('POST', '/v1/apps', { body, headers });
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(again.body).toEqual(first.body);
    const bare = await api.call<Problem>('POST', '/v1/apps', { body });
    expect([bare.status, bare.body.code]).toEqual([409, 'conflict']);
    const other = await api.call<Problem>('POST', '/v1/apps', {
      body: { ...body, name: 'B' },
      headers,
    });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
  });

  test('when everything is wrong, then everything is named', async () => {
    const body = {
      appId: 'wx 1',
      name: ' ',
      messageToken: 'x',
      encodingAesKey: 'short',
      miniprogramState: 'beta',
      sendRatePerSecond: 0,
      defaultTtlSeconds: 99_999_999,
      grantSource: 'both',
      secret: 's',
    };
    const refused = await api.call('POST', '/v1/apps', { body });
    expect(refused.status).toBe(400);
    expect(problemsOf(refused)).toEqual([
      '/appId format',
      '/appSecret required',
      '/defaultTtlSeconds max',
      '/encodingAesKey format',
      '/grantSource one-of',
      '/messageToken format',
      '/miniprogramState one-of',
      '/name blank',
      '/secret unknown-key',
      '/sendRatePerSecond min',
    ]);
  });
});

describe('GET and PATCH /v1/apps', () => {
  test('when WeChat told how much of the day is used, then reading the app shows it, and when it ends at this pace', async () => {
    const { appId } = newApp();
    await api.call('POST', '/v1/apps', { body: newApp({ appId }) });
    expect((await api.call('GET', `/v1/apps/${appId}`)).body).not.toHaveProperty('quota');
    const cgiPath = '/cgi-bin/message/subscribe/send';
    await storage.upkeep.saveQuota({ appId, cgiPath, dailyLimit: 1_000, used: 999, remain: 1 });
    const read = await api.call('GET', `/v1/apps/${appId}`);
    const readAt = expect.any(String) as unknown;
    const told = { dailyLimit: 1_000, used: 999, remain: 1, readAt, endsAt: null };
    expect(read.body).toMatchObject({ quota: told });
    await storage.upkeep.saveQuota({ appId, cgiPath, dailyLimit: 1_000, used: 1_000, remain: 0 });
    const ended = await api.call('GET', `/v1/apps/${appId}`);
    expect(ended.body).toMatchObject({
      quota: { remain: 0, endsAt: expect.any(String) as unknown },
    });
  });

  test('when listed in pages, then newest first and each once', async () => {
    const ids: string[] = [];
    for (let at = 0; at < 3; at += 1) ids.push((await createApp({ storage })).appId);
    const first = await api.call<Page>('GET', '/v1/apps?limit=2');
    expect(first.body.data.map((app) => app.appId)).toEqual([ids[2], ids[1]]);
    await createApp({ storage });
    const next = await api.call<Page>('GET', `/v1/apps?limit=1&cursor=${first.body.nextCursor}`);
    expect(next.body.data.map((app) => app.appId)).toEqual([ids[0]]);
    expect((await api.call('GET', '/v1/apps?cursor=nonsense')).status).toBe(400);
  });

  test('when changed, then only what was given changes, and null takes away', async () => {
    const { appId } = await createApp({ storage, sendRatePerSecond: 9 });
    const body = { name: 'Neu', sendRatePerSecond: null, messageToken: null };
    const changed = await api.call('PATCH', `/v1/apps/${appId}`, { body });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      name: 'Neu',
      sendRatePerSecond: null,
      hasMessageToken: false,
      hasEncodingAesKey: true,
    });
    expect(await storage.apps.readSecrets(appId)).toMatchObject({ appSecret: 'test-secret' });
    const empty = await api.call('PATCH', `/v1/apps/${appId}`, { body: {} });
    expect(problemsOf(empty)).toEqual([' not-empty']);
    const moved = await api.call('PATCH', `/v1/apps/${appId}`, { body: { appId: 'wxother' } });
    expect(problemsOf(moved)).toContain('/appId unknown-key');
  });

  test('when unknown, or outside the reach of the key, then 404 for every verb', async () => {
    const { appId } = await createApp({ storage });
    const other = await createApp({ storage });
    const bound = await api.createKey({ scopes: ['admin'], appIds: [other.appId] });
    const calls: [string, string, unknown?][] = [
      ['GET', ''],
      ['PATCH', '', { name: 'x' }],
      ['POST', '/pause', { reason: 'x' }],
      ['POST', '/resume'],
      ['POST', '/token/refresh'],
      ['PUT', '/ask-plan', { pages: [] }],
      ['POST', '/templates/sync'],
      ['GET', '/templates'],
      ['POST', '/templates/tpl/pause', { reason: 'x' }],
      ['POST', '/templates/tpl/resume'],
      ['PUT', '/users', { users: [{ openid: 'o' }] }],
      ['POST', '/grants', { grants: [{ openid: 'o', templateId: 't', count: 1 }] }],
      ['GET', '/users/o'],
      ['GET', '/users/o/grants'],
      ['POST', '/users/search', { unionid: 'u' }],
    ];
    for (const [method, tail, body] of calls) {
      for (const [id, key] of [
        ['wx-nobody', undefined],
        [appId, bound],
      ] as const) {
        const answer = await api.call<Problem>(method, `/v1/apps/${id}${tail}`, {
          body,
          ...(key !== undefined && { key }),
        });
        expect([method, tail, answer.status, answer.body.code]).toEqual([
          method,
          tail,
          404,
          'not-found',
        ]);
      }
    }
    const list = await api.call<Page>('GET', '/v1/apps', { key: bound });
    expect(list.body.data.map((app) => app.appId)).toEqual([other.appId]);
    expect((await api.call('POST', '/v1/apps', { key: bound, body: newApp() })).status).toBe(403);
  });

  test('when the key is an operator’s, then it reads its apps, without a secret', async () => {
    const [mine, other] = [await createApp({ storage }), await createApp({ storage })];
    const key = await api.createKey({ scopes: ['operator'], appIds: [mine.appId] });
    const list = await api.call<Page>('GET', '/v1/apps', { key });
    expect(list.body.data.map((app) => app.appId)).toEqual([mine.appId]);
    const one = await api.call('GET', `/v1/apps/${mine.appId}`, { key });
    expect([one.status, one.body.appId]).toEqual([200, mine.appId]);
    expect(Object.keys(one.body).filter((name) => /secret|key$/i.test(name))).toEqual([
      'hasEncodingAesKey',
    ]);
    expect((await api.call('GET', `/v1/apps/${other.appId}`, { key })).status).toBe(404);
    const reader = await api.createKey({ scopes: ['push:read'] });
    for (const path of ['/v1/apps', `/v1/apps/${mine.appId}`])
      expect((await api.call('GET', path, { key: reader })).status).toBe(403);
  });

  test('when the key is no administrator’s, then 403 for every verb that sets up; without one 401', async () => {
    const { appId } = await createApp({ storage });
    const key = await api.createKey({ scopes: ['push:write', 'push:read', 'operator'] });
    const calls = [
      ['POST', '/v1/apps'],
      ['PATCH', `/v1/apps/${appId}`],
      ['POST', `/v1/apps/${appId}/pause`],
      ['POST', `/v1/apps/${appId}/resume`],
      ['PUT', `/v1/apps/${appId}/ask-plan`],
      ['POST', `/v1/apps/${appId}/templates/sync`],
      ['GET', `/v1/apps/${appId}/templates`],
      ['PUT', `/v1/apps/${appId}/users`],
      ['POST', `/v1/apps/${appId}/grants`],
      ['GET', `/v1/apps/${appId}/users/o`],
      ['POST', '/v1/api-keys'],
      ['GET', '/v1/api-keys'],
    ] as const;
    for (const [method, path] of calls) {
      expect([path, (await api.call(method, path, { key })).status]).toEqual([path, 403]);
      expect([path, (await api.call(method, path, { key: null })).status]).toEqual([path, 401]);
    }
  });
});

describe('pause and resume', () => {
  test('when paused, then the app says why and until when; when resumed, it is active; both are audited', async () => {
    const { appId } = await createApp({ storage });
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const paused = await api.call('POST', `/v1/apps/${appId}/pause`, {
      body: { reason: '模板审核中', until },
    });
    expect(paused.status).toBe(200);
    expect(paused.body).toMatchObject({
      state: 'paused',
      pause: { kind: 'operator', reason: { code: 'app-paused', message: '模板审核中' }, until },
    });
    const resumed = await api.call('POST', `/v1/apps/${appId}/resume`);
    expect(resumed.body).toMatchObject({ state: 'active', pause: null });
    expect((await api.call('POST', `/v1/apps/${appId}/resume`)).status).toBe(200);
    const audit = await api.call<Page>('GET', `/v1/audit?appId=${appId}`);
    expect(audit.body.data.map((entry) => [entry.action, entry.actor, entry.reason])).toEqual([
      ['app.resume', 'key:bootstrap', null],
      ['app.resume', 'key:bootstrap', null],
      ['app.pause', 'key:bootstrap', '模板审核中'],
    ]);
  });

  test.each([
    [{}, ['/reason required']],
    [{ reason: '' }, ['/reason blank']],
    [{ reason: 'x', until: '2020-01-01T00:00:00Z' }, ['/until future']],
    [{ reason: 'x', until: 'soon', kind: 'y' }, ['/kind unknown-key', '/until format']],
  ])('when the pause is %j, then 400', async (body, expected) => {
    const { appId } = await createApp({ storage });
    const refused = await api.call('POST', `/v1/apps/${appId}/pause`, { body });
    expect(refused.status).toBe(400);
    expect(problemsOf(refused)).toEqual(expected);
    expect((await storage.apps.find(appId))?.pause).toBeNull();
  });
});

describe('PUT /v1/apps/{appId}/ask-plan', () => {
  test('when it is set, then the app shows it', async () => {
    const { appId } = await createApp({ storage });
    const { templateId } = await createTemplate({ storage, appId });
    const plan = { pages: [{ page: 'pages/goods/list', templates: [{ templateId, target: 3 }] }] };
    const set = await api.call('PUT', `/v1/apps/${appId}/ask-plan`, { body: plan });
    expect([set.status, set.body]).toEqual([200, plan]);
    expect((await api.call('GET', `/v1/apps/${appId}`)).body).toMatchObject({ askPlan: plan });
  });

  test('when a page or a template comes twice, or a template is unknown, then it is named and nothing changes', async () => {
    const { appId } = await createApp({ storage });
    const { templateId } = await createTemplate({ storage, appId });
    const put = (pages: unknown) =>
      api.call('PUT', `/v1/apps/${appId}/ask-plan`, { body: { pages } });
    const wish = { templateId, target: 1 };
    const twice = await put([
      { page: 'a', templates: [wish, wish] },
      { page: 'a', templates: [] },
    ]);
    expect(problemsOf(twice)).toEqual([
      '/pages/0/templates/1/templateId unique',
      '/pages/1/page unique',
    ]);
    const unknown = await put([
      { page: 'a', templates: [wish, { templateId: 'tpl-x', target: 1 }] },
    ]);
    expect(unknown.status).toBe(422);
    expect(problemsOf(unknown)).toEqual(['/pages/0/templates/1/templateId known-template']);
    const wrong = await put([{ page: 1, templates: [{ templateId, target: -1 }] }]);
    expect(problemsOf(wrong)).toEqual(['/pages/0/page type', '/pages/0/templates/0/target min']);
    expect((await storage.apps.find(appId))?.askPlan).toEqual({ pages: [] });
  });
});
