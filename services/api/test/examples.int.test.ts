import { beforeAll, describe, expect, test } from '@jest/globals';
import { createRoutes, type RouteDeps } from '../src/routes/create-routes.ts';
import { createOpenApiDocument } from '../src/http/openapi.ts';
import { adminKey, type Json } from './support/api-bed.ts';
import { makeDead, neverAnswered } from './support/make-dead.ts';
import { createMiniBed, type SimUser } from './support/mini-bed.ts';
import { listOperations, requestOf } from './support/documented-request.ts';
import { signIn, type Browser } from './support/sign-in.ts';
import { plainQuery } from './support/sign-event.ts';

const bed = await createMiniBed();
const { api, simulator } = bed;
const { storage } = api;

/** Nothing is asked of it: no route is called here. */
const uncalled: RouteDeps = new Proxy(() => undefined, {
  get: () => uncalled,
}) as unknown as RouteDeps;
const publicUrl = 'https://push.example.com';
const document = createOpenApiDocument({
  routes: createRoutes(uncalled),
  version: '0.1.0',
  publicUrl,
});
const operations = listOperations(document);

const appId = 'wx0123456789abcdef';
const templateId = 'nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE';
const openid = 'oABCD-1234567890abcdefghijkl';
const phone = '+8613800000000';

let user: SimUser;
let userId = '';

/** The world the examples speak of: the app of POST /v1/apps, its template, its user, who has allowed once. */
beforeAll(async () => {
  const createApp = operations.find(({ operationId }) => operationId === 'createApp')!;
  const { body } = requestOf(createApp);
  await simulator.call('POST', '/apps', body);
  const template = { templateId, title: '货源提醒', kind: 'one-time' };
  const content = '线路:{{thing1.DATA}}\n货物:{{thing2.DATA}}\n';
  const example = '线路:广州\n货物:钢材\n';
  await simulator.call('POST', `/apps/${appId}/templates`, { ...template, content, example });
  user = await simulator.call('POST', `/apps/${appId}/users`, { phone });
  await api.call('POST', '/v1/apps', { body });
  await api.call('POST', `/v1/apps/${appId}/templates/sync`);
  const users = [{ openid, phone }];
  await api.call('PUT', `/v1/apps/${appId}/users`, { body: { users } });
  await api.call('POST', `/v1/apps/${appId}/grants`, {
    body: { grants: [{ openid, templateId, count: 100 }] },
  });
  userId = (await storage.users.findByOpenid(appId, openid))!.id;
});

/** What can be there once only, or is made by the server: put in the place of the example's. */
type Instead = {
  params?: Json;
  body?: Json;
  text?: (body: string) => string;
  key?: string;
  browser?: Browser;
};

const sessionOf = async (): Promise<string> => (await bed.loginAs(appId, user)).body.sessionToken;
const pushId = async (): Promise<string> => {
  const body = { appId, templateId, to: { openid }, data: { thing1: 'a', thing2: 'b' } };
  return String((await api.call('POST', '/v1/pushes', { body })).body.id);
};
const deadId = async (): Promise<string> =>
  `psh_${await makeDead(storage, { appId, templateId, userId })}`;
const unconfirmedId = async (): Promise<string> => {
  const decision = { ...neverAnswered.decision, state: 'unconfirmed' as const };
  const fate = { ...neverAnswered, decision };
  return `psh_${await makeDead(storage, { appId, templateId, userId }, { fate })}`;
};
const replayId = async (verb?: string): Promise<string> => {
  const filter = { appId, errcode: 47003 };
  const preview = await api.call('POST', '/v1/replays', { body: { filter, dryRun: true } });
  const { previewToken } = preview.body;
  const started = await api.call('POST', '/v1/replays', { body: { previewToken } });
  const id = String(started.body.id);
  if (verb !== undefined) await api.call('POST', `/v1/replays/${id}/${verb}`);
  return id;
};
const keyId = async (): Promise<string> => {
  const body = { name: 'k', scopes: ['push:read'] };
  return String((await api.call('POST', '/v1/api-keys', { body })).body.id);
};

const endpointId = async (): Promise<string> => {
  const body = { url: 'https://hooks.example.com/yuexin' };
  return String((await api.call('POST', '/v1/webhook-endpoints', { body })).body.id);
};
const callbackId = async (): Promise<string> => {
  const tested = await api.call('POST', `/v1/webhook-endpoints/${await endpointId()}/test`);
  return String(tested.body.id);
};

/** With its one recipient brought, and as far on its way as the verbs take it. */
const audienceId = async (...verbs: string[]): Promise<string> => {
  const operation = operations.find(({ operationId }) => operationId === 'createAudience')!;
  const body = {
    ...(requestOf(operation).body as Json),
    data: { thing1: '{{from}}', thing2: 'b' },
  };
  const { id } = (await api.call('POST', '/v1/audiences', { body })).body;
  const file = Buffer.from(`openid,from,goods\n${openid},广州,42\n`);
  const headers = { 'content-type': 'text/csv' };
  await api.call('PUT', `/v1/audiences/${String(id)}/recipients`, { body: file, headers });
  for (const verb of verbs) await api.call('POST', `/v1/audiences/${String(id)}/${verb}`);
  return String(id);
};
const ofAudience =
  (...verbs: string[]) =>
  async (): Promise<Instead> => ({ params: { id: await audienceId(...verbs) } });
const ofEndpoint = async (): Promise<Instead> => ({ params: { id: await endpointId() } });
const ofCallback = async (): Promise<Instead> => ({ params: { id: await callbackId() } });

const instead: Record<string, () => Promise<Instead>> = {
  createApp: async () => {
    // The example's own app stands already, made by this very request.
    const { key } = (
      await api.call('POST', '/v1/api-keys', {
        body: { name: 'k', scopes: ['admin'] },
      })
    ).body;
    return { body: { appId: 'wxfedcba9876543210' }, key: String(key) };
  },
  // A token was just fetched for the example's app: two are 30 seconds apart.
  refreshToken: async () => {
    const app = { appId: 'wxaaaaaaaaaaaaaaaa', appSecret: 'sim-secret' };
    await simulator.call('POST', '/apps', app);
    await api.call('POST', '/v1/apps', { body: { ...app, name: 'App' } });
    return { params: { appId: app.appId } };
  },
  // WeChat signs the present time and writes it into the event.
  receiveEvent: () => {
    const now = String(Math.floor(Date.now() / 1000));
    const text = (body: string): string => body.replace(/(?<=<CreateTime>)\d+/, now);
    return Promise.resolve({ params: Object.fromEntries(plainQuery('freight2026')), text });
  },
  getPush: async () => ({ params: { id: await pushId() } }),
  getPushTimeline: async () => ({ params: { id: await pushId() } }),
  foreseeActions: async () => ({ params: { id: await pushId() } }),
  cancelPush: async () => ({ params: { id: await pushId() } }),
  giveVerdict: async () => ({ params: { id: await unconfirmedId() } }),
  replayPush: async () => ({ params: { id: await deadId() } }),
  discardPush: async () => ({ params: { id: await deadId() } }),
  discardDeadLetters: async () => {
    await deadId();
    // A token is its own caller's.
    const key = await api.createKey({ scopes: ['admin'] });
    const filter = { appId, errcode: 47003 };
    const preview = await api.call('POST', '/v1/replays', { body: { filter, dryRun: true }, key });
    return { key, body: { previewToken: preview.body.previewToken } };
  },
  getReplay: async () => ({ params: { id: await replayId() } }),
  pauseReplay: async () => ({ params: { id: await replayId() } }),
  resumeReplay: async () => ({ params: { id: await replayId('pause') } }),
  cancelReplay: async () => ({ params: { id: await replayId() } }),
  rotateApiKey: async () => ({ params: { id: await keyId() } }),
  revokeApiKey: async () => ({ params: { id: await keyId() } }),
  login: async () => ({
    body: { code: await bed.codeOf(user, 'login'), phoneCode: await bed.codeOf(user, 'phone') },
  }),
  recordGrants: async () => ({ key: await sessionOf() }),
  planAsks: async () => ({ key: await sessionOf() }),
  // Not the user of the other examples.
  eraseUser: async () => {
    const users = [{ openid: 'o-erased' }];
    await api.call('PUT', `/v1/apps/${appId}/users`, { body: { users } });
    return { params: { openid: 'o-erased' } };
  },
  signIn: () => Promise.resolve({ body: { key: adminKey } }),
  getConsoleSession: async () => ({ browser: await signIn(api) }),
  signOut: async () => ({ browser: await signIn(api) }),
  getWebhookEndpoint: ofEndpoint,
  updateWebhookEndpoint: ofEndpoint,
  deleteWebhookEndpoint: ofEndpoint,
  rotateWebhookSecret: ofEndpoint,
  testWebhookEndpoint: ofEndpoint,
  recoverWebhookEndpoint: ofEndpoint,
  listEndpointCallbacks: ofEndpoint,
  getCallback: ofCallback,
  resendCallback: ofCallback,
  getAudience: ofAudience(),
  uploadRecipients: ofAudience(),
  previewAudience: ofAudience(),
  startAudience: ofAudience(),
  pauseAudience: ofAudience('start'),
  resumeAudience: ofAudience('start', 'pause'),
  cancelAudience: ofAudience(),
  getAudienceReport: ofAudience('start'),
  listRecipients: ofAudience(),
  exportRecipients: ofAudience(),
  acknowledgeAlarm: async () => {
    await storage.upkeep.raiseAlarm({ appId, code: 'errcode-45009', message: 'm' });
    return {};
  },
};

describe('the example request of', () => {
  test.each(operations)('$operationId is answered as documented', async (operation) => {
    const { params, body, text, key, browser } = (await instead[operation.operationId]?.()) ?? {};
    // A caller of its own each: they share the example of an Idempotency-Key.
    const own = key ?? (await api.createKey({ scopes: ['admin'] }));
    const request = requestOf(operation, { params, body });
    const isOpen = operation.security?.length === 0;
    const answer = await (browser ?? api).call(operation.method, request.path, {
      key: isOpen ? null : own,
      headers: request.headers,
      ...(request.body !== undefined && {
        body: typeof request.body === 'string' && text ? text(request.body) : request.body,
      }),
    });
    expect([answer.status < 300, answer.text]).toEqual([true, answer.text]);
    expect(Object.keys(operation.responses)).toContain(String(answer.status));
  });

  test('the introduction is a curl that works as it stands', async () => {
    const { description } = (document as { info: { description: string } }).info;
    const command = /```sh\n(curl[^]+?)```/.exec(description)?.[1] ?? '';
    expect(command).toContain(publicUrl);
    const key = await api.createKey({ scopes: ['push:write'] });
    // Read as a shell would: not every machine has curl.
    const [path = ''] = command.split(publicUrl)[1]?.split(/[\s'"]/) ?? [];
    const headers = [...command.matchAll(/-H (['"])(.+?)\1/g)].map(([, , header = '']) =>
      header
        .replace('$YUEXIN_KEY', key)
        .split(/: (.*)/)
        .slice(0, 2),
    );
    const [, body = ''] = /(?:-d|--data) '([^]+?)'/.exec(command) ?? [];
    const answer = await fetch(api.url() + path, {
      method: 'POST',
      headers: Object.fromEntries(headers) as Record<string, string>,
      body,
    });
    expect(await answer.json()).toMatchObject({ appId, templateId, bizId: 'goods-42' });
  });
});
