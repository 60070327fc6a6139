import { describe, expect, test } from '@jest/globals';
import { createApp, eventually } from '@yuexin/testkit';
import { v7 as uuidv7 } from 'uuid';
import { createApiBed, problemsOf, type Json, type Problem } from './support/api-bed.ts';

const api = await createApiBed();
const { storage } = api;

type NewKey = { id: string; key: string };
type Page = { data: Json[]; nextCursor: string | null };

const make = (over: Json = {}) =>
  api.call<NewKey & Json>('POST', '/v1/api-keys', {
    body: { name: '订单系统', scopes: ['push:read'], ...over },
  });
const works = async (key: string): Promise<number> =>
  (await api.call('GET', '/v1/pushes', { key })).status;

describe('API keys', () => {
  test('when one is made, then it works, is shown once and is in no list, audit or log', async () => {
    const { appId } = await createApp({ storage });
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const made = await make({ appIds: [appId, appId], expiresAt });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      id: expect.stringMatching(/^key_/) as unknown,
      key: expect.stringMatching(/^yx_[\w-]{40,}$/) as unknown,
      name: '订单系统',
      scopes: ['push:read'],
      appIds: [appId],
      expiresAt,
      revokedAt: null,
    });
    expect(await works(made.body.key)).toBe(200);
    const list = await api.call<Page>('GET', '/v1/api-keys');
    expect(list.body.data[0]).toMatchObject({ id: made.body.id });
    const audit = await api.call('GET', '/v1/audit?action=api-key.create');
    expect(audit.text).toContain('订单系统');
    expect([list.text, audit.text, api.logged()].join('\n')).not.toContain(made.body.key);
  });

  test('when it is revoked, then it works no more, at once, and revoking again is harmless', async () => {
    const { body } = await make();
    expect(await works(body.key)).toBe(200);
    expect((await api.call('DELETE', `/v1/api-keys/${body.id}`)).status).toBe(204);
    expect(await works(body.key)).toBe(401);
    expect((await api.call('DELETE', `/v1/api-keys/${body.id}`)).status).toBe(204);
    const late = await api.call<Problem>('POST', `/v1/api-keys/${body.id}/rotate`);
    expect([late.status, late.body.code]).toEqual([409, 'conflict']);
  });

  test('when it is rotated, then both work during the overlap, as the same caller', async () => {
    const old = (await make({ scopes: ['push:read', 'push:write'] })).body;
    const rotated = await api.call<NewKey & Json>('POST', `/v1/api-keys/${old.id}/rotate`, {
      body: { overlapSeconds: 3600 },
    });
    expect(rotated.status).toBe(201);
    expect(rotated.body).toMatchObject({ name: '订单系统', scopes: ['push:read', 'push:write'] });
    expect([await works(old.key), await works(rotated.body.key)]).toEqual([200, 200]);
    const callers = await Promise.all(
      [old.key, rotated.body.key].map((key) => storage.apiKeys.findByKey(key)),
    );
    expect(callers[0]!.callerId).toBe(callers[1]!.callerId);
    expect(callers[0]!.revokedAt!.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
  });

  test('when it is rotated without an overlap, then the old one ends at once', async () => {
    const old = (await make()).body;
    expect(await works(old.key)).toBe(200);
    const rotated = await api.call<NewKey>('POST', `/v1/api-keys/${old.id}/rotate`, {
      body: { overlapSeconds: 0 },
    });
    expect([await works(old.key), await works(rotated.body.key)]).toEqual([401, 200]);
  });

  test('when its time is over, then it works no more', async () => {
    const { key } = (await make({ expiresAt: new Date(Date.now() + 300).toISOString() })).body;
    await eventually(async () => expect(await works(key)).toBe(401));
  });

  test('when it is unknown or has another shape, then 404', async () => {
    for (const id of [`key_${uuidv7()}`, 'nonsense', uuidv7()]) {
      expect((await api.call('DELETE', `/v1/api-keys/${id}`)).status).toBe(404);
      expect((await api.call('POST', `/v1/api-keys/${id}/rotate`)).status).toBe(404);
    }
  });

  test('when everything is wrong, then everything is named', async () => {
    const shape = await make({
      name: '',
      scopes: ['root'],
      appIds: [],
      expiresAt: 'x',
      key: 'mine',
    });
    expect(shape.status).toBe(400);
    expect(problemsOf(shape)).toEqual([
      '/appIds min-length',
      '/expiresAt format',
      '/key unknown-key',
      '/name blank',
      '/scopes/0 one-of',
    ]);
    const sense = await make({ appIds: ['wx-nobody'], expiresAt: '2020-01-01T00:00:00Z' });
    expect(problemsOf(sense)).toEqual(['/appIds/0 known-app', '/expiresAt future']);
    const overlap = await api.call('POST', `/v1/api-keys/key_${uuidv7()}/rotate`, {
      body: { overlapSeconds: -1 },
    });
    expect(problemsOf(overlap)).toEqual(['/overlapSeconds min']);
  });

  test('when an administrator is bound to an app, then it reaches no further than that app', async () => {
    const mine = await createApp({ storage });
    const theirs = await createApp({ storage });
    const key = await api.createKey({ scopes: ['admin'], appIds: [mine.appId] });
    const foreign = (await make({ appIds: [theirs.appId] })).body;
    const post = (over: Json) =>
      api.call<Problem>('POST', '/v1/api-keys', {
        key,
        body: { name: 'x', scopes: ['push:write'], ...over },
      });
    expect((await post({})).status).toBe(403);
    expect((await post({ appIds: [theirs.appId] })).status).toBe(400);
    expect((await post({ appIds: [mine.appId] })).status).toBe(201);
    expect((await api.call('DELETE', `/v1/api-keys/${foreign.id}`, { key })).status).toBe(404);
    const list = await api.call<Page>('GET', '/v1/api-keys', { key });
    expect(list.body.data.every((row) => JSON.stringify(row.appIds) === `["${mine.appId}"]`)).toBe(
      true,
    );
  });
});
