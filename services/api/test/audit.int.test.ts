import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createUser, giveGrant, uniquePrefix } from '@yuexin/testkit';
import type { Json } from './support/api-bed.ts';
import type { AuditedAction } from './support/audited-action.ts';
import { audienceActions } from './support/audience-actions.ts';
import { compare, remember } from './support/compare-contents.ts';
import { makeDead, neverAnswered } from './support/make-dead.ts';
import { createMiniBed, newAppId } from './support/mini-bed.ts';

const bed = await createMiniBed();
const { api } = bed;
const { storage, testDatabase } = api;

type Operation = { operationId: string; security?: unknown; description?: string };

/** Not operators' actions: what callers send, which its own rows tell, and calls that change nothing. */
const unaudited = new Set([
  ...['createPush', 'createPushBatch', 'explainPush', 'searchPushes', 'searchUsers'],
  'previewAudience',
]);

async function newFreight() {
  const { appId, templateId } = await bed.addApp();
  const { id: userId, openid } = await createUser({ storage, appId });
  await giveGrant({ storage, appId, openid, templateId });
  return { appId, templateId, userId, openid };
}
const deadPush = async () => makeDead(storage, await newFreight());

async function newReplay(): Promise<string> {
  const { appId } = await newFreight();
  const { previewToken } = (await preview(appId)).body;
  const started = await api.call('POST', '/v1/replays', { body: { previewToken } });
  return String(started.body.id);
}
const preview = (appId: string) =>
  api.call('POST', '/v1/replays', { body: { filter: { appId }, dryRun: true } });

async function newKey(): Promise<string> {
  const body = { name: 'k', scopes: ['push:read'] };
  return String((await api.call('POST', '/v1/api-keys', { body })).body.id);
}

/** Of another caller, since one may have ten. */
async function newEndpoint(): Promise<string> {
  const made = await storage.webhookEndpoints.create({
    ...{ callerId: randomUUID(), url: endpointUrl, events: ['push.sent'], appIds: null, most: 1 },
  });
  return made!.row.id;
}
const endpointUrl = 'https://orders.example.com/yuexin';

const rules = { caps: [{ most: 5, perSeconds: 86_400, then: 'hold' }] };

/** For each operation a call that succeeds, the action it is audited as, and what the row must tell. */
const scenarios: Record<string, AuditedAction> = {
  createApp: {
    action: 'app.create',
    call: () =>
      Promise.resolve({
        path: '/v1/apps',
        body: { appId: newAppId(), name: 'A', appSecret: 's' },
      }),
    told: { before: null, after: { name: 'A' } },
  },
  updateApp: {
    action: 'app.update',
    call: async () => ({ path: `/v1/apps/${(await newFreight()).appId}`, body: { name: 'B' } }),
    told: { before: { name: 'App' }, after: { name: 'B' } },
  },
  pauseApp: {
    action: 'app.pause',
    call: async () => ({
      path: `/v1/apps/${(await newFreight()).appId}/pause`,
      body: { reason: 'why' },
    }),
    told: { before: null, after: { kind: 'operator' }, reason: 'why' },
  },
  resumeApp: {
    action: 'app.resume',
    call: async () => {
      const { appId } = await newFreight();
      await api.call('POST', `/v1/apps/${appId}/pause`, { body: { reason: 'why' } });
      return { path: `/v1/apps/${appId}/resume` };
    },
    told: { before: { kind: 'operator' }, after: null },
  },
  refreshToken: {
    action: 'app.token-refresh',
    call: async () => {
      // Without a token yet: two refreshes are 30 seconds apart.
      const app = { appId: newAppId(), appSecret: 'sim-secret' };
      await bed.simulator.call('POST', '/apps', app);
      await api.call('POST', '/v1/apps', { body: { ...app, name: 'App' } });
      return { path: `/v1/apps/${app.appId}/token/refresh`, body: { reason: 'It leaked' } };
    },
    told: { after: { generation: expect.any(Number) as unknown }, reason: 'It leaked' },
  },
  setAskPlan: {
    action: 'app.ask-plan',
    call: async () => ({
      path: `/v1/apps/${(await newFreight()).appId}/ask-plan`,
      body: { pages: [] },
    }),
    told: { before: { pages: [] }, after: { pages: [] } },
  },
  syncTemplates: {
    action: 'template.sync',
    call: async () => ({ path: `/v1/apps/${(await newFreight()).appId}/templates/sync` }),
    told: { after: { added: [] } },
  },
  pauseTemplate: {
    action: 'template.pause',
    call: async () => {
      const { appId, templateId } = await newFreight();
      return { path: `/v1/apps/${appId}/templates/${templateId}/pause`, body: { reason: 'why' } };
    },
    told: { before: { state: 'active' }, after: { state: 'paused' }, reason: 'why' },
  },
  resumeTemplate: {
    action: 'template.resume',
    call: async () => {
      const { appId, templateId } = await newFreight();
      const path = `/v1/apps/${appId}/templates/${templateId}`;
      await api.call('POST', `${path}/pause`, { body: { reason: 'why' } });
      return { path: `${path}/resume`, body: { reason: 'mended' } };
    },
    told: { before: { state: 'paused' }, after: { state: 'active' }, reason: 'mended' },
  },
  importUsers: {
    action: 'user.import',
    call: async () => ({
      path: `/v1/apps/${(await newFreight()).appId}/users`,
      body: { users: [{ openid: 'o-imported' }] },
    }),
    told: { after: { imported: 1 } },
  },
  importGrants: {
    action: 'grant.import',
    call: async () => {
      const { appId, templateId, openid } = await newFreight();
      return {
        path: `/v1/apps/${appId}/grants`,
        body: { grants: [{ openid, templateId, count: 2 }] },
      };
    },
    told: { after: { imported: 2 } },
  },
  eraseUser: {
    action: 'user.erase',
    call: async () => {
      const { appId, openid } = await newFreight();
      return { path: `/v1/apps/${appId}/users/${openid}`, body: { reason: 'asked for' } };
    },
    told: {
      reason: 'asked for',
      before: null,
      after: { pushes: 0, cancelled: 0, grants: { available: 1 } },
    },
  },
  endSessions: {
    action: 'user.sessions-end',
    call: async () => {
      const { appId, openid } = await newFreight();
      const path = `/v1/apps/${appId}/users/${openid}/sessions`;
      return { path, body: { reason: 'The phone was stolen' } };
    },
    told: { reason: 'The phone was stolen' },
  },
  cancelPush: {
    action: 'push.cancel',
    call: async () => {
      const { appId, templateId, openid } = await newFreight();
      const data = { thing1: '广州', thing2: '钢材' };
      const body = { appId, templateId, to: { openid }, data };
      const made = await api.call('POST', '/v1/pushes', { body });
      return { path: `/v1/pushes/${String(made.body.id)}/cancel` };
    },
    told: { before: { state: 'queued' }, after: { state: 'cancelled' } },
  },
  replayPush: {
    action: 'push.replay',
    call: async () => ({ path: `/v1/pushes/psh_${await deadPush()}/replay` }),
    told: { before: { state: 'dead' }, after: { state: 'queued' } },
  },
  discardPush: {
    action: 'push.discard',
    call: async () => ({
      ...{ path: `/v1/pushes/psh_${await deadPush()}/discard`, body: { reason: 'sold' } },
    }),
    told: { before: { state: 'dead' }, after: { state: 'cancelled' }, reason: 'sold' },
  },
  discardDeadLetters: {
    action: 'dead-letter.discard',
    call: async () => {
      const freight = await newFreight();
      await makeDead(storage, freight);
      const { previewToken } = (await preview(freight.appId)).body;
      return { path: '/v1/dead-letters/discard', body: { previewToken, reason: 'sold' } };
    },
    told: { after: { discarded: 1 }, reason: 'sold' },
  },
  giveVerdict: {
    action: 'push.verdict',
    call: async () => {
      const decision = { ...neverAnswered.decision, state: 'unconfirmed' as const };
      const fate = { ...neverAnswered, decision };
      const pushId = await makeDead(storage, await newFreight(), { fate });
      return { path: `/v1/pushes/psh_${pushId}/verdict`, body: { delivered: true, reason: 'why' } };
    },
    told: { before: { state: 'unconfirmed' }, after: { state: 'sent' }, reason: 'why' },
  },
  setSendingRules: {
    action: 'app.sending-rules',
    call: async () => ({
      ...{ path: `/v1/apps/${(await newFreight()).appId}/sending-rules`, body: rules },
    }),
    told: { before: {}, after: rules },
  },
  ...audienceActions({ api, newFreight }),
  createReplay: {
    action: 'replay.create',
    call: async () => {
      const { previewToken } = (await preview((await newFreight()).appId)).body;
      return { path: '/v1/replays', body: { previewToken, reason: 'mended' } };
    },
    told: { after: { state: 'running' }, reason: 'mended' },
  },
  pauseReplay: {
    action: 'replay.pause',
    call: async () => ({ path: `/v1/replays/${await newReplay()}/pause` }),
    told: { before: { state: 'running' }, after: { state: 'paused' } },
  },
  resumeReplay: {
    action: 'replay.resume',
    call: async () => {
      const id = await newReplay();
      await api.call('POST', `/v1/replays/${id}/pause`);
      return { path: `/v1/replays/${id}/resume` };
    },
    told: { before: { state: 'paused' }, after: { state: 'running' } },
  },
  cancelReplay: {
    action: 'replay.cancel',
    call: async () => ({
      ...{ path: `/v1/replays/${await newReplay()}/cancel`, body: { reason: 'too fast' } },
    }),
    told: { before: { state: 'running' }, after: { state: 'cancelled' }, reason: 'too fast' },
  },
  createApiKey: {
    action: 'api-key.create',
    call: () =>
      Promise.resolve({ path: '/v1/api-keys', body: { name: 'k', scopes: ['push:read'] } }),
    told: { after: { name: 'k' } },
  },
  rotateApiKey: {
    action: 'api-key.rotate',
    call: async () => ({
      path: `/v1/api-keys/${await newKey()}/rotate`,
      body: { reason: 'yearly' },
    }),
    told: { before: { name: 'k' }, after: { name: 'k' }, reason: 'yearly' },
  },
  revokeApiKey: {
    action: 'api-key.revoke',
    call: async () => ({ path: `/v1/api-keys/${await newKey()}`, body: { reason: 'leaked' } }),
    told: {
      ...{ before: { revokedAt: null }, after: { revokedAt: expect.any(String) as unknown } },
      reason: 'leaked',
    },
  },
  createWebhookEndpoint: {
    action: 'webhook-endpoint.create',
    call: () => Promise.resolve({ path: '/v1/webhook-endpoints', body: { url: endpointUrl } }),
    told: { before: null, after: { url: endpointUrl, state: 'enabled' } },
  },
  updateWebhookEndpoint: {
    action: 'webhook-endpoint.update',
    call: async () => ({
      path: `/v1/webhook-endpoints/wep_${await newEndpoint()}`,
      body: { state: 'disabled', reason: 'too slow' },
    }),
    told: { before: { state: 'enabled' }, after: { state: 'disabled' }, reason: 'too slow' },
  },
  deleteWebhookEndpoint: {
    action: 'webhook-endpoint.delete',
    call: async () => ({
      ...{ path: `/v1/webhook-endpoints/wep_${await newEndpoint()}`, body: { reason: 'moved' } },
    }),
    told: { before: { url: endpointUrl }, reason: 'moved' },
  },
  rotateWebhookSecret: {
    action: 'webhook-endpoint.rotate-secret',
    call: async () => ({
      path: `/v1/webhook-endpoints/wep_${await newEndpoint()}/rotate-secret`,
      body: { reason: 'leaked' },
    }),
    told: { after: { previousSecretUntil: expect.any(String) as unknown }, reason: 'leaked' },
  },
  testWebhookEndpoint: {
    action: 'webhook-endpoint.test',
    call: async () => ({ path: `/v1/webhook-endpoints/wep_${await newEndpoint()}/test` }),
    told: { after: { callbackId: expect.stringMatching(/^cbk_/) as unknown } },
  },
  recoverWebhookEndpoint: {
    action: 'webhook-endpoint.recover',
    call: async () => ({
      path: `/v1/webhook-endpoints/wep_${await newEndpoint()}/recover`,
      body: { since: '2026-01-05T08:00:00Z' },
    }),
    told: { after: { since: '2026-01-05T08:00:00.000Z' } },
  },
  resendCallback: {
    action: 'callback.resend',
    call: async () => {
      const { id } = await storage.callbacks.createTest(await newEndpoint());
      return { path: `/v1/callbacks/cbk_${id}/resend` };
    },
    told: { before: { state: 'waiting', attempts: 0 } },
  },
  acknowledgeAlarm: {
    action: 'alarm.acknowledge',
    call: async () => {
      await storage.upkeep.raiseAlarm({ appId: null, code: 'of-the-audit', message: 'm' });
      return { path: '/v1/alarms/-:of-the-audit/acknowledge' };
    },
    told: { after: { acknowledgedBy: 'key:bootstrap' } },
  },
};

/** Every operation of the table of routes that a key may call and that is not a mere reading. */
async function listChanges(): Promise<{ method: string; operationId: string }[]> {
  type Document = { paths: Record<string, Record<string, Operation>> };
  const { body } = await api.call<Document>('GET', '/openapi.json', { key: null });
  return Object.values(body.paths).flatMap((verbs) =>
    Object.entries(verbs)
      .filter(([method, operation]) => method !== 'get' && isForKeys(operation))
      .map(([method, { operationId }]) => ({ method: method.toUpperCase(), operationId })),
  );
}
const isForKeys = ({ description = '' }: Operation): boolean =>
  /Scope: `[a-z:]+`\./.test(description);

describe('every change made with a key', () => {
  test('has a scenario here, or says why it needs none', async () => {
    const found = (await listChanges()).map(({ operationId }) => operationId);
    expect(found.length).toBeGreaterThan(20);
    const known = new Set([...Object.keys(scenarios), ...unaudited]);
    expect(found.filter((operationId) => !known.has(operationId))).toEqual([]);
  });

  test.each(Object.entries(scenarios))(
    'when %s succeeds, then one audit row tells who did it, in which request, and what changed',
    async (operationId, { action, call, told = {} }) => {
      const change = (await listChanges()).find((one) => one.operationId === operationId);
      const { path, body, headers } = await call();
      const requestId = uniquePrefix('audit');
      const answer = await api.call(change!.method, path, {
        headers: { 'x-request-id': requestId, ...headers },
        ...(body !== undefined && { body }),
      });
      expect([answer.status < 300, answer.text]).toEqual([true, answer.text]);
      const rows = await api.call<{ data: Json[] }>('GET', `/v1/audit?action=${action}&limit=200`);
      const mine = rows.body.data.filter((row) => row.requestId === requestId);
      expect(mine).toMatchObject([{ action, actor: 'key:bootstrap', ...told }]);
    },
  );

  test.each(Object.entries(scenarios))(
    'when the audit row of %s cannot be written, then nothing of it was done',
    async (operationId, { call }) => {
      const change = (await listChanges()).find((one) => one.operationId === operationId);
      const { path, body, headers = {} } = await call();
      await testDatabase.run(remember);
      await testDatabase.run('alter table audit add constraint broken check (false) not valid');
      const answer = await api.call(change!.method, path, { body, headers });
      await testDatabase.run('alter table audit drop constraint broken');
      expect(answer.status).toBe(500);
      await testDatabase.run(compare);
    },
  );
});
