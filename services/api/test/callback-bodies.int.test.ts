import { expect, test } from '@jest/globals';
import { callbackTypes } from '@yuexin/domain';
import { v7 as uuidv7 } from 'uuid';
import { createApiBed, type Json } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';
import { makeDead, neverAnswered } from './support/make-dead.ts';

const api = await createApiBed();
const { storage } = api;

type Shown = Json & { type: string; body: { type: string; data: Json } };

/** Each answer of a test file is judged by the document: so are the bodies in it, type by type. */
test('when something of each kind happened, then its callback is listed with the body that the document describes', async () => {
  const freight = await setUpFreight(storage, { grants: 20 });
  const { appId, templateId, userId } = freight;
  const key = await api.createKey({
    ...{ scopes: ['push:write', 'push:read', 'grant:read'], appIds: [appId] },
  });
  const made = await api.call('POST', '/v1/webhook-endpoints', {
    ...{ key, body: { url: 'https://orders.example.com/yuexin', events: [...callbackTypes] } },
  });
  const endpointId = String(made.body.id);
  const { callerId } = (await storage.webhookEndpoints.find(endpointId.slice(4)))!;

  await makeDead(storage, freight, { callerId });
  await makeDead(storage, freight, {
    callerId,
    fate: {
      outcome: { kind: 'accepted', msgid: '3954874567898742784' },
      decision: { state: 'sent', reason: null, grantEffect: 'spend' },
    },
  });
  const { decision } = neverAnswered;
  await makeDead(storage, freight, {
    callerId,
    fate: { ...neverAnswered, decision: { ...decision, state: 'unconfirmed' } },
  });
  const poor = await setUpFreight(storage);
  const accept = async (body: Json): Promise<string> =>
    String((await api.call('POST', '/v1/pushes', { key, body })).body.id);
  const poorUser = await storage.users.importUsers(appId, [
    { openid: poor.openid, phone: null, unionid: null },
  ]);
  expect(poorUser).toHaveLength(1);
  const parked = freight.push({ to: { openid: poor.openid } });
  await api.call('POST', `/v1/pushes/${await accept(parked)}/cancel`, { key });
  const late = await accept(parked);
  await api.testDatabase.run(
    `update pushes set expires_at = now() - interval '1 s' where id = '${late.slice(4)}'`,
  );
  await storage.sweeps.expirePushes(100);
  await storage.hotPath.recordGrantReports([
    {
      ...{ appId, userId, requestId: uuidv7(), page: null, askedAt: null },
      results: { [templateId]: 'accept' },
    },
  ]);
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await api.call('POST', `/v1/apps/${appId}/pause`, { body: { reason: '模板审核', until } });
  await api.call('POST', `/v1/webhook-endpoints/${endpointId}/test`, { key });

  const path = `/v1/webhook-endpoints/${endpointId}/callbacks?limit=200`;
  const listed = (await api.call<{ data: Shown[] }>('GET', path, { key })).body.data;
  expect(new Set(listed.map(({ type }) => type))).toEqual(
    new Set([
      ...['push.sent', 'push.parked', 'push.unconfirmed', 'push.dead', 'push.expired'],
      ...['push.cancelled', 'grant.received', 'app.paused', 'webhook.test'],
    ]),
  );
  for (const { type, body } of listed) expect(body.type).toBe(type);
  const paused = listed.find(({ type }) => type === 'app.paused')!;
  expect(paused.body.data).toMatchObject({ appId, pause: { kind: 'operator', until } });
});
