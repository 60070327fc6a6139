import { describe, expect, test } from '@jest/globals';
import { createApp, giveGrant } from '@yuexin/testkit';
import { v7 as uuidv7 } from 'uuid';
import { createApiBed, problemsOf, type Json, type Problem } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';

const api = await createApiBed();
const { storage } = api;

type Endpoint = Json & { id: string; secret: string; url: string; state: string };
type Page = { data: Json[]; nextCursor: string | null };

const url = 'https://orders.example.com/yuexin';
const everyScope = ['push:write', 'push:read', 'grant:read'];

/** A business system with a key of its own for one app, and a push request that is right. */
async function setUp(scopes: string[] = everyScope) {
  const freight = await setUpFreight(storage);
  const key = await api.createKey({ scopes, appIds: [freight.appId] });
  const make = (over: Json = {}) =>
    api.call<Endpoint>('POST', '/v1/webhook-endpoints', { key, body: { url, ...over } });
  const cancelOne = async (): Promise<string> => {
    const body = freight.push();
    const made = await api.call<{ id: string }>('POST', '/v1/pushes', { key, body });
    await api.call('POST', `/v1/pushes/${made.body.id}/cancel`, { key });
    return made.body.id;
  };
  return { ...freight, key, make, cancelOne };
}

describe('webhook endpoints', () => {
  test('when one is made, then its secret is shown once and is in no list, audit or log', async () => {
    const { key, make, appId } = await setUp();
    const made = await make();
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      id: expect.stringMatching(/^wep_/) as unknown,
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/) as unknown,
      url,
      events: ['push.sent', 'push.dead', 'push.expired', 'push.cancelled'],
      appIds: [appId],
      state: 'enabled',
    });
    const list = await api.call<Page>('GET', '/v1/webhook-endpoints', { key });
    expect(list.body.data).toMatchObject([{ id: made.body.id }]);
    const one = await api.call('GET', `/v1/webhook-endpoints/${made.body.id}`, { key });
    const audit = await api.call('GET', '/v1/audit?action=webhook-endpoint.create');
    expect(audit.text).toContain(made.body.id);
    const said = [list.text, one.text, audit.text, api.logged()].join('\n');
    expect(said).not.toContain(made.body.secret);
    const [row] = await api.testDatabase.read<{ secret_cipher: Buffer }>(
      `select secret_cipher from webhook_endpoints where url = '${url}' limit 1`,
    );
    expect(row!.secret_cipher.toString('latin1')).not.toContain(made.body.secret.slice(6));
  });

  test.each([
    ['nonsense', '/url url'],
    ['ftp://orders.example.com/', '/url url'],
    ['http://orders.example.com/', '/url https'],
    ['https://user:pass@orders.example.com/', '/url credentials'],
    ['https://localhost/', '/url private-address'],
    ['https://api.localhost./', '/url private-address'],
    ['https://127.0.0.1/', '/url private-address'],
    ['https://0x7f.1/', '/url private-address'],
    ['https://2130706433/', '/url private-address'],
    ['https://0177.0.0.1/', '/url private-address'],
    ['https://10.1.2.3/', '/url private-address'],
    ['https://169.254.169.254/latest/meta-data', '/url private-address'],
    ['https://100.64.0.1/', '/url private-address'],
    ['https://[::1]/', '/url private-address'],
    ['https://[::ffff:10.0.0.1]/', '/url private-address'],
    ['https://[fd00::1]/', '/url private-address'],
    ['https://[64:ff9b::a00:1]/', '/url private-address'],
  ])('when the URL is %s, then it is refused: %s', async (bad, problem) => {
    const { make } = await setUp();
    const answer = await make({ url: bad });
    expect([answer.status, problemsOf(answer)]).toEqual([400, [problem]]);
  });

  test('when everything is wrong, then everything is named', async () => {
    const { make } = await setUp();
    const answer = await make({
      url: 'http://10.0.0.1/',
      events: ['push.born'],
      appIds: [],
      color: 'red',
    });
    expect(problemsOf(answer)).toEqual([
      '/appIds min-length',
      '/color unknown-key',
      '/events/0 one-of',
      '/url https',
      '/url private-address',
    ]);
    const theirs = await createApp({ storage });
    expect(problemsOf(await make({ appIds: [theirs.appId] }))).toEqual(['/appIds/0 known-app']);
  });

  test('when a caller has ten, then an eleventh is refused, however many ask at once', async () => {
    const { make } = await setUp();
    const answers = await Promise.all(Array.from({ length: 14 }, () => make()));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array<number>(10).fill(201), ...Array<number>(4).fill(409)]);
  });

  test('when the key lacks a scope, then 403; when it is of another caller, then 404', async () => {
    const { make, key } = await setUp();
    const { id } = (await make()).body;
    const reader = await setUp(['push:read']);
    expect((await reader.make()).status).toBe(403);
    const writer = await setUp(['push:write', 'push:read']);
    expect((await writer.make({ events: ['grant.received'] })).status).toBe(403);
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/test'],
      ['POST', '/rotate-secret'],
      ['GET', '/callbacks'],
    ] as const) {
      const answer = await api.call(method, `/v1/webhook-endpoints/${id}${path}`, {
        key: writer.key,
      });
      expect(answer.status).toBe(404);
    }
    const list = await api.call<Page>('GET', '/v1/webhook-endpoints', { key: writer.key });
    expect(list.body.data).toEqual([]);
    // An administrator sees everybody's.
    expect((await api.call('GET', `/v1/webhook-endpoints/${id}`)).status).toBe(200);
    expect((await api.call('GET', `/v1/webhook-endpoints/wep_${uuidv7()}`, { key })).status).toBe(
      404,
    );
    expect((await api.call('GET', '/v1/webhook-endpoints/nonsense', { key })).status).toBe(404);
    expect((await api.call('GET', `/v1/callbacks/cbk_${uuidv7()}`, { key })).status).toBe(404);
  });

  test('when it is changed, disabled and enabled, then so it is, and the audit has each step', async () => {
    const { make, key } = await setUp();
    const { id } = (await make()).body;
    const patch = (body: Json) =>
      api.call<Endpoint>('PATCH', `/v1/webhook-endpoints/${id}`, { key, body });
    const changed = await patch({ url: `${url}/2`, events: ['push.dead', 'push.dead'] });
    expect(changed.body).toMatchObject({ url: `${url}/2`, events: ['push.dead'] });
    expect(problemsOf(await patch({ url: 'https://10.0.0.1/' }))).toEqual(['/url private-address']);
    const disabled = await patch({ state: 'disabled' });
    expect(disabled.body).toMatchObject({
      state: 'disabled',
      disabledReason: { code: 'by-request' },
    });
    const recover = await api.call<Problem>('POST', `/v1/webhook-endpoints/${id}/recover`, {
      key,
      body: { since: '2026-01-01T00:00:00Z' },
    });
    expect(recover.status).toBe(409);
    const enabled = await patch({ state: 'enabled' });
    expect(enabled.body).toMatchObject({ state: 'enabled', disabledReason: null, failures: 0 });
    const audit = await api.call<Page>('GET', `/v1/audit?target=endpoint:${id}`);
    expect(audit.body.data.map(({ action }) => action)).toEqual([
      ...Array<string>(3).fill('webhook-endpoint.update'),
      'webhook-endpoint.create',
    ]);
  });

  test('when every key of its caller has ended, then nobody enables it any more', async () => {
    const { make, appId } = await setUp();
    const { id } = (await make()).body;
    const { callerId } = (await storage.webhookEndpoints.find(id.slice(4)))!;
    const key = (await storage.apiKeys.list()).find((row) => row.callerId === callerId)!;
    const enable = () =>
      api.call<Problem>('PATCH', `/v1/webhook-endpoints/${id}`, { body: { state: 'enabled' } });
    expect((await enable()).status).toBe(200);
    await api.call('DELETE', `/v1/api-keys/key_${key.id}`);
    await storage.callbackDelivery.disableKeyless();
    const shown = await api.call('GET', `/v1/webhook-endpoints/${id}`);
    expect(shown.body).toMatchObject({
      ...{ state: 'disabled', appIds: [appId], disabledReason: { code: 'caller-ended' } },
    });
    const refused = await enable();
    expect([refused.status, refused.body.code]).toEqual([409, 'conflict']);
    // What is left to do is allowed.
    const moved = await api.call('PATCH', `/v1/webhook-endpoints/${id}`, {
      body: { url: `${url}/2` },
    });
    expect(moved.status).toBe(200);
  });

  test('when the secret is rotated, then there is a new one and the old one has a day', async () => {
    const { make, key } = await setUp();
    const made = (await make()).body;
    const path = `/v1/webhook-endpoints/${made.id}/rotate-secret`;
    const rotated = await api.call<Endpoint>('POST', path, { key });
    expect(rotated.status).toBe(201);
    expect(rotated.body.secret).not.toBe(made.secret);
    const until = new Date(rotated.body.previousSecretUntil as string).getTime() - Date.now();
    expect(until / 3_600_000).toBeGreaterThan(23.9);
    expect(until / 3_600_000).toBeLessThanOrEqual(24);
    const audit = await api.call('GET', '/v1/audit?action=webhook-endpoint.rotate-secret');
    expect(audit.text).not.toContain(rotated.body.secret);
  });

  test('when a secret is rotated while two sign, then it must be said which of them ends', async () => {
    const { make, key } = await setUp();
    const first = (await make()).body;
    const path = `/v1/webhook-endpoints/${first.id}/rotate-secret`;
    const signing = async () => {
      const row = await storage.webhookEndpoints.find(first.id.slice(4));
      expect(row!.previousSecretUntil!.getTime()).toBeGreaterThan(Date.now());
      return row;
    };
    const second = await api.call<Endpoint>('POST', path, { key });
    const refused = await api.call<Problem>('POST', path, { key });
    expect([refused.status, refused.body.code]).toEqual([409, 'conflict']);
    expect(refused.body.detail).toContain('endAtOnce');
    await signing();
    for (const endAtOnce of ['present', 'previous']) {
      const next = await api.call<Endpoint>('POST', path, { key, body: { endAtOnce } });
      expect([next.status, next.body.secret === second.body.secret]).toEqual([201, false]);
      await signing();
    }
  });

  test('when one is made twice under one key, then there is one, and its secret was shown once', async () => {
    const { key } = await setUp();
    const body = { url, events: ['push.sent'] };
    const headers = { 'idempotency-key': 'my-endpoint' };
    const make = (more: object = {}) =>
      api.call<Endpoint>('POST', '/v1/webhook-endpoints', { key, headers, body, ...more });
    const first = await make();
    const again = await make();
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toMatchObject({ id: first.body.id, secret: null });
    const other = await make({ body: { ...body, url: `${url}/2` } });
    expect(other.status).toBe(422);
    const listed = await api.call<Page>('GET', '/v1/webhook-endpoints', { key });
    expect(listed.body.data).toHaveLength(1);
  });

  test('when it is deleted, then it is gone, its secret with it, and nothing is told of', async () => {
    const { make, key, cancelOne } = await setUp();
    const { id } = (await make()).body;
    const gone = await api.call('DELETE', `/v1/webhook-endpoints/${id}`, { key });
    expect(gone.status).toBe(204);
    expect((await api.call('GET', `/v1/webhook-endpoints/${id}`, { key })).status).toBe(404);
    await cancelOne();
    const [counted] = await api.testDatabase.read<{ secrets: number; callbacks: number }>(
      `select count(secret_cipher)::int as secrets,
        (select count(*)::int from callbacks c where c.endpoint_id = max(e.id::text)::uuid) as callbacks
       from webhook_endpoints e where id = '${id.slice(4)}'`,
    );
    expect(counted).toEqual({ secrets: 0, callbacks: 0 });
  });
});

describe('callbacks', () => {
  test('when a push ended, then its callback is listed with its body, and its timeline tells it', async () => {
    const { make, key, cancelOne } = await setUp();
    const endpoint = (await make({ events: ['push.parked', 'push.cancelled'] })).body;
    const pushId = await cancelOne();
    const path = `/v1/webhook-endpoints/${endpoint.id}/callbacks`;
    const list = await api.call<Page>('GET', path, { key });
    expect(list.body.data.map(({ type, sequence }) => [type, sequence])).toEqual(
      expect.arrayContaining([
        ['push.parked', 1],
        ['push.cancelled', 2],
      ]),
    );
    const cancelled = list.body.data.find(({ type }) => type === 'push.cancelled')!;
    expect(cancelled).toMatchObject({
      id: expect.stringMatching(/^cbk_/) as unknown,
      endpointId: endpoint.id,
      pushId,
      state: 'waiting',
      attempts: 0,
      tries: [],
      body: { type: 'push.cancelled', sequence: 2, data: { id: pushId, state: 'cancelled' } },
    });
    const parked = list.body.data.find(({ type }) => type === 'push.parked')!;
    expect(parked.body).toMatchObject({ data: { id: pushId, state: 'parked' } });
    const timeline = await api.call<Page>('GET', `/v1/pushes/${pushId}/timeline`, { key });
    expect(timeline.body.data.filter(({ kind }) => kind === 'callback')).toMatchObject([
      { type: 'push.parked', sequence: 1, endpointId: endpoint.id, state: 'waiting' },
      { type: 'push.cancelled', sequence: 2 },
    ]);
  });

  test('when they are filtered and paged, then each is met once', async () => {
    const { make, key, cancelOne } = await setUp();
    await make();
    await make();
    for (let at = 0; at < 3; at += 1) await cancelOne();
    const seen: unknown[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page = await api.call<Page>('GET', `/v1/callbacks?state=waiting&limit=4${query}`, {
        key,
      });
      seen.push(...page.body.data.map(({ id }) => id));
      cursor = page.body.nextCursor;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(6);
    expect(seen).toHaveLength(6);
    const failed = await api.call<Page>('GET', '/v1/callbacks?state=failed', { key });
    expect(failed.body.data).toEqual([]);
    const bad = await api.call('GET', '/v1/callbacks?state=lost&limit=0&cursor=x', { key });
    expect(problemsOf(bad)).toEqual([
      ...['/query/cursor cursor', '/query/limit limit', '/query/state one-of'],
    ]);
  });

  test('when one is resent, or a test is asked for, then it goes ahead of others, and the audit says who', async () => {
    const { make, key, cancelOne } = await setUp();
    const { id } = (await make()).body;
    await cancelOne();
    const list = await api.call<Page>('GET', '/v1/callbacks', { key });
    const callbackId = list.body.data[0]!.id as string;
    await api.testDatabase.run(
      `update callbacks set state = 'delivered', attempts = 1, ended_at = now() where id = '${callbackId.slice(4)}'`,
    );
    const resent = await api.call('POST', `/v1/callbacks/${callbackId}/resend`, { key });
    expect([resent.status, resent.body.state]).toEqual([202, 'waiting']);
    const tested = await api.call('POST', `/v1/webhook-endpoints/${id}/test`, { key });
    expect(tested.status).toBe(202);
    expect(tested.body).toMatchObject({
      type: 'webhook.test',
      state: 'waiting',
      body: { type: 'webhook.test', data: { endpointId: id } },
    });
    const read = await api.call('GET', `/v1/callbacks/${tested.body.id as string}`, { key });
    expect(read.body).toEqual(tested.body);
    await api.call('PATCH', `/v1/webhook-endpoints/${id}`, { key, body: { state: 'disabled' } });
    const late = await api.call<Problem>('POST', `/v1/callbacks/${callbackId}/resend`, { key });
    expect([late.status, late.body.code]).toEqual([409, 'conflict']);
    const audit = await api.call<Page>('GET', `/v1/audit?target=callback:${callbackId}`);
    expect(audit.body.data).toMatchObject([{ action: 'callback.resend' }]);
  });

  test('when a recovery is asked for, then its beginning is shown; one that lies ahead is refused', async () => {
    const { make, key } = await setUp();
    const { id } = (await make()).body;
    const recover = (since: string) =>
      api.call('POST', `/v1/webhook-endpoints/${id}/recover`, { key, body: { since } });
    expect((await recover('2026-01-01T00:00:00Z')).body).toMatchObject({
      recoveringSince: '2026-01-01T00:00:00.000Z',
    });
    expect(problemsOf(await recover('2999-01-01T00:00:00Z'))).toEqual(['/since past']);
    expect(problemsOf(await recover('yesterday'))).toEqual(['/since format']);
  });

  test('when a grant is received, then who wants it is told whose it is, and nobody else', async () => {
    const { make, key, appId, userId, openid, templateId } = await setUp();
    await make({ events: ['grant.received'] });
    const stranger = await setUp();
    await stranger.make({ events: ['grant.received'] });
    await storage.hotPath.recordGrantReports([
      {
        ...{ appId, userId, requestId: uuidv7(), page: null, askedAt: null },
        results: { [templateId]: 'accept' },
      },
    ]);
    await giveGrant({ storage, appId, openid, templateId, count: 1 });
    const list = await api.call<Page>('GET', '/v1/callbacks', { key });
    expect(list.body.data).toHaveLength(1);
    expect(list.body.data[0]).toMatchObject({
      type: 'grant.received',
      pushId: null,
      sequence: null,
      body: { data: { appId, openid, templateId, evidence: 'reported' } },
    });
    const theirs = await api.call<Page>('GET', '/v1/callbacks', { key: stranger.key });
    expect(theirs.body.data).toEqual([]);
  });
});
