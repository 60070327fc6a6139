import { describe, expect, test } from '@jest/globals';
import { createApp, eventually } from '@yuexin/testkit';
import { adminKey, createApiBed, problemsOf, type Json } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';

const api = await createApiBed();
const { storage } = api;

type Page = { data: Json[]; nextCursor: string | null };
type Operation = { operationId: string; responses: Record<string, Json>; requestBody?: Json };
type OpenApi = {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: Json;
};

const open = (path: string) => api.call(`GET`, path, { key: null });

describe('probes', () => {
  test('when PostgreSQL answers, then it lives and is ready', async () => {
    expect([(await open('/livez')).status, (await open('/readyz')).status]).toEqual([200, 200]);
  });

  test('when requests were answered, then the metrics count them by route, without ids', async () => {
    const freight = await setUpFreight(storage);
    const made = await api.call('POST', '/v1/pushes', { body: freight.push() });
    await api.call('GET', `/v1/pushes/${String(made.body.id)}`);
    const { text, headers } = await open('/metrics');
    expect(headers.get('content-type')).toMatch(/^text\/plain/);
    expect(text).toMatch(/http_requests_total\{.*route="\/v1\/pushes\/\{id\}".*\} \d+/);
    expect(text).toMatch(/accept_batch_size_count\{.*\} \d+/);
    expect(text).not.toContain(String(made.body.id));
  });
});

describe('the reference', () => {
  test('when it is read, then it has every route of the contract with its problems and examples', async () => {
    const { body } = await api.call<OpenApi>('GET', '/openapi.json', { key: null });
    expect(body.openapi).toBe('3.1.0');
    const operations = Object.entries(body.paths).flatMap(([path, verbs]) =>
      Object.keys(verbs).map((verb) => `${verb.toUpperCase()} ${path}`),
    );
    expect(operations.sort()).toEqual([
      'DELETE /v1/api-keys/{id}',
      'DELETE /v1/apps/{appId}/users/{openid}',
      'DELETE /v1/apps/{appId}/users/{openid}/sessions',
      'DELETE /v1/console/session',
      'DELETE /v1/webhook-endpoints/{id}',
      'GET /v1/alarms',
      'GET /v1/api-keys',
      'GET /v1/apps',
      'GET /v1/apps/{appId}',
      'GET /v1/apps/{appId}/grant-drift',
      'GET /v1/apps/{appId}/grant-flow',
      'GET /v1/apps/{appId}/grant-survival',
      'GET /v1/apps/{appId}/templates',
      'GET /v1/apps/{appId}/templates/changes',
      'GET /v1/apps/{appId}/users/{openid}',
      'GET /v1/apps/{appId}/users/{openid}/export',
      'GET /v1/apps/{appId}/users/{openid}/grants',
      'GET /v1/apps/{appId}/users/{openid}/timeline',
      'GET /v1/audit',
      'GET /v1/audit/export',
      'GET /v1/callbacks',
      'GET /v1/callbacks/{id}',
      'GET /v1/causes',
      'GET /v1/console/session',
      'GET /v1/console/sign-in-options',
      'GET /v1/dead-letters',
      'GET /v1/mp/plan',
      'GET /v1/pushes',
      'GET /v1/pushes/{id}',
      'GET /v1/pushes/{id}/actions',
      'GET /v1/pushes/{id}/timeline',
      'GET /v1/replays',
      'GET /v1/replays/{id}',
      'GET /v1/stats',
      'GET /v1/webhook-endpoints',
      'GET /v1/webhook-endpoints/{id}',
      'GET /v1/webhook-endpoints/{id}/callbacks',
      'GET /v1/wechat/{appId}/events',
      'PATCH /v1/apps/{appId}',
      'PATCH /v1/webhook-endpoints/{id}',
      'POST /v1/alarms/{id}/acknowledge',
      'POST /v1/api-keys',
      'POST /v1/api-keys/{id}/rotate',
      'POST /v1/apps',
      'POST /v1/apps/{appId}/grants',
      'POST /v1/apps/{appId}/pause',
      'POST /v1/apps/{appId}/resume',
      'POST /v1/apps/{appId}/templates/sync',
      'POST /v1/apps/{appId}/templates/{templateId}/pause',
      'POST /v1/apps/{appId}/templates/{templateId}/resume',
      'POST /v1/apps/{appId}/token/refresh',
      'POST /v1/apps/{appId}/users/search',
      'POST /v1/callbacks/{id}/resend',
      'POST /v1/console/session',
      'POST /v1/dead-letters/discard',
      'POST /v1/mp/grants',
      'POST /v1/mp/login',
      'POST /v1/pushes',
      'POST /v1/pushes/batch',
      'POST /v1/pushes/explain',
      'POST /v1/pushes/search',
      'POST /v1/pushes/{id}/cancel',
      'POST /v1/pushes/{id}/discard',
      'POST /v1/pushes/{id}/replay',
      'POST /v1/pushes/{id}/verdict',
      'POST /v1/replays',
      'POST /v1/replays/{id}/cancel',
      'POST /v1/replays/{id}/pause',
      'POST /v1/replays/{id}/resume',
      'POST /v1/webhook-endpoints',
      'POST /v1/webhook-endpoints/{id}/recover',
      'POST /v1/webhook-endpoints/{id}/rotate-secret',
      'POST /v1/webhook-endpoints/{id}/test',
      'POST /v1/wechat/{appId}/events',
      'PUT /v1/apps/{appId}/ask-plan',
      'PUT /v1/apps/{appId}/users',
    ]);
    const create = body.paths['/v1/pushes']!.post!;
    expect(Object.keys(create.responses).sort()).toEqual([
      '202',
      '400',
      '401',
      '403',
      '409',
      '413',
      '415',
      '422',
      '429',
      '500',
      '503',
    ]);
    const ids = Object.values(body.paths).flatMap((verbs) =>
      Object.values(verbs).map((operation) => operation.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('when the page is opened, then everything it needs comes from here', async () => {
    const page = await open('/docs');
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(page.text).not.toMatch(/(src|href)="(https?:)?\/\//);
    const script = await open('/docs/rapidoc.js');
    expect([script.status, script.text.length > 100_000]).toEqual([200, true]);
  });

  test('when a problem page is opened, then every code has one', async () => {
    const index = await open('/problems');
    const links = [...index.text.matchAll(/href="(\/problems\/[a-z-]+)"/g)].map(
      (match) => match[1]!,
    );
    expect(links).toHaveLength(20);
    for (const link of links) expect([link, (await open(link)).status]).toEqual([link, 200]);
  });
});

describe('/console/queues', () => {
  const basic = (password: string) =>
    `Basic ${Buffer.from(`operator:${password}`).toString('base64')}`;
  const board = (authorization: string | null, method = 'GET', path = '') =>
    api.call(method, `/console/queues${path}`, {
      key: null,
      headers: authorization === null ? {} : { authorization },
    });

  test('when an operator opens it, with the key as bearer or as password, then the queues are shown', async () => {
    const key = await api.createKey({ scopes: ['operator'] });
    for (const authorization of [`Bearer ${key}`, basic(key), basic(adminKey)]) {
      const page = await board(authorization);
      expect([page.status, page.text.includes('__UI_CONFIG__')]).toEqual([200, true]);
    }
    const queues = await board(basic(key), 'GET', '/api/queues');
    expect(queues.status).toBe(200);
    const shown = (queues.body as { queues: { name: string; readOnlyMode: boolean }[] }).queues;
    expect(shown.every((queue) => queue.readOnlyMode)).toBe(true);
  });

  test('when a push was answered, then its job is on the queue already', async () => {
    const freight = await setUpFreight(storage, { grants: 2 });
    for (const priority of ['high', 'low'])
      await api.call('POST', '/v1/pushes', { body: freight.push({ priority }) });
    type Shown = { queues: { name: string; counts: Record<string, number> }[] };
    // The board learns of a new app within two seconds.
    await eventually(async () => {
      const { body } = await api.call<Shown>('GET', '/console/queues/api/queues');
      const ours = body.queues.find((queue) => queue.name.endsWith(freight.appId));
      expect(ours?.counts).toMatchObject({ waiting: 1, prioritized: 1 });
    });
  });

  test('when anybody else does, then a browser is asked for the key', async () => {
    const writer = await api.createKey({ scopes: ['push:write'] });
    const { appId } = await createApp({ storage });
    const bound = await api.createKey({ scopes: ['operator'], appIds: [appId] });
    for (const authorization of [null, basic('wrong'), 'Basic !!', 'Bearer nothing']) {
      const answer = await board(authorization);
      expect([answer.status, answer.headers.get('www-authenticate')?.slice(0, 5)]).toEqual([
        401,
        'Basic',
      ]);
    }
    expect((await board(basic(writer))).status).toBe(403);
    expect((await board(basic(bound))).status).toBe(403);
  });

  test('when a change is asked for, then it is refused', async () => {
    const { appId } = await createApp({ storage });
    for (const [method, path] of [
      ['PUT', `/api/queues/push-${appId}/pause`],
      ['POST', `/api/queues/push-${appId}/add`],
      ['DELETE', `/api/queues/push-${appId}`],
    ] as const)
      expect([path, (await board(basic(adminKey), method, path)).status]).toEqual([path, 403]);
  });
});

describe('GET /v1/audit and /v1/alarms', () => {
  test('when things were done, then the audit tells who, what and under which request', async () => {
    const { appId } = await createApp({ storage });
    await api.call('PATCH', `/v1/apps/${appId}`, {
      body: { name: 'B', appSecret: 'another-secret' },
      headers: { 'x-request-id': 'req-audit' },
    });
    const answer = await api.call<Page>('GET', `/v1/audit?target=app:${appId}&action=app.update`);
    expect(answer.body.data).toMatchObject([
      {
        actor: 'key:bootstrap',
        action: 'app.update',
        appId,
        before: { name: '货运助手' },
        after: { name: 'B', changedSecrets: ['appSecret'] },
        requestId: 'req-audit',
      },
    ]);
    expect(answer.text).not.toContain('another-secret');
    expect(problemsOf(await api.call('GET', '/v1/audit?cursor=x&limit=9'))).toEqual([
      '/query/cursor cursor',
    ]);
  });

  test('when the id that every other answer shows is asked for, then its rows are found, and name it so', async () => {
    const made = await api.call('POST', '/v1/api-keys', {
      body: { name: 'k', scopes: ['push:read'] },
    });
    const id = String(made.body.id);
    await api.call('DELETE', `/v1/api-keys/${id}`);
    const about = await api.call<Page>('GET', `/v1/audit?target=key:${id}`);
    expect(
      about.body.data.map(({ action, target }) => `${String(action)} ${String(target)}`),
    ).toEqual([`api-key.revoke key:${id}`, `api-key.create key:${id}`]);
    const { appId } = await createApp({ storage });
    const other = await api.createKey({ scopes: ['admin'] });
    await api.call('PATCH', `/v1/apps/${appId}`, { body: { name: 'B' }, key: other });
    const [change] = (await api.call<Page>('GET', `/v1/audit?target=app:${appId}`)).body.data;
    expect(change?.actor).toMatch(/^key:key_[0-9a-f-]{36}$/);
    const by = await api.call<Page>('GET', `/v1/audit?actor=${String(change?.actor)}`);
    expect(by.body.data).toEqual([change]);
  });

  test('when an alarm is acknowledged, then it says by whom; an unknown one is 404', async () => {
    const { appId } = await createApp({ storage });
    await storage.upkeep.raiseAlarm({ appId, code: 'app-configuration', message: 'IP 不在白名单' });
    await storage.upkeep.raiseAlarm({ appId: null, code: 'clock', message: 'off' });
    const list = await api.call<Page>('GET', '/v1/alarms');
    const alarm = list.body.data.find((one) => one.appId === appId)!;
    expect(alarm).toMatchObject({
      code: 'app-configuration',
      count: 1,
      acknowledgedAt: null,
      resolvedAt: null,
    });
    const done = await api.call(
      'POST',
      `/v1/alarms/${encodeURIComponent(String(alarm.id))}/acknowledge`,
    );
    expect(done.body).toMatchObject({ id: alarm.id, acknowledgedBy: 'key:bootstrap' });
    expect((await api.call('POST', '/v1/alarms/-:clock/acknowledge')).status).toBe(200);
    expect((await api.call('POST', '/v1/alarms/-:nothing/acknowledge')).status).toBe(404);
    expect((await api.call('POST', '/v1/alarms/x/acknowledge')).status).toBe(404);
  });

  test('when an operator’s key is bound to apps, then it is told of those alone, and acknowledges no other’s alarm', async () => {
    const [mine, other] = [await createApp({ storage }), await createApp({ storage })];
    const key = await api.createKey({ scopes: ['operator'], appIds: [mine.appId] });
    for (const appId of [mine.appId, other.appId, null])
      await storage.upkeep.raiseAlarm({ appId, code: 'seen-by-whom', message: 'm' });
    for (const { appId } of [mine, other])
      await api.call('PATCH', `/v1/apps/${appId}`, { body: { name: 'B' } });
    const told = async (path: string) =>
      (await api.call<Page>('GET', path, { key })).body.data.map(({ appId }) => appId);
    expect(await told('/v1/alarms')).toEqual([mine.appId]);
    expect(await told('/v1/audit')).toEqual([mine.appId]);
    expect(await told(`/v1/audit?appId=${mine.appId}`)).toEqual([mine.appId]);
    expect(await told(`/v1/audit?appId=${other.appId}`)).toEqual([]);
    const acknowledge = async (app: string) =>
      (await api.call('POST', `/v1/alarms/${app}:seen-by-whom/acknowledge`, { key })).status;
    expect(await acknowledge(mine.appId)).toBe(200);
    expect(await acknowledge(other.appId)).toBe(404);
    expect(await acknowledge('-')).toBe(404);
  });

  test('when the key is no operator’s, then 403; without one 401', async () => {
    const key = await api.createKey({ scopes: ['push:read', 'grant:read'] });
    for (const path of ['/v1/audit', '/v1/alarms']) {
      expect((await api.call('GET', path, { key })).status).toBe(403);
      expect((await api.call('GET', path, { key: null })).status).toBe(401);
    }
  });
});
