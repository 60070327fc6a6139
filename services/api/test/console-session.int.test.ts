import { describe, expect, test } from '@jest/globals';
import { adminKey, createApiBed } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';
import { cookieOf, signIn } from './support/sign-in.ts';

const api = await createApiBed();
const { storage, testDatabase } = api;

const lapse = (column: string, past: string) =>
  testDatabase.run(`update console_sessions set ${column} = now() - interval '${past}'`);
const keyIdOf = async (name: string): Promise<string> =>
  (await storage.apiKeys.list()).find((row) => row.name === name)!.id;

describe('signing in to the console', () => {
  test('when a key is shown, then a cookie out of scripts’ reach stands for it, and is hashed where it is kept', async () => {
    const key = await api.createKey({ scopes: ['operator', 'push:read'] });
    const answer = await api.call('POST', '/v1/console/session', { key: null, body: { key } });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      ...{ role: 'operator', scopes: ['operator', 'push:read'], seesAllApps: true },
      caller: { id: expect.stringMatching(/^key_/) as unknown, name: 'test' },
    });
    expect(answer.text).not.toContain(key);
    const [set] = answer.headers.getSetCookie();
    expect(set).toMatch(
      /^yuexin_console=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
    );
    const token = cookieOf(answer).split('=')[1]!;
    const [kept] = await testDatabase.read<{ row: string }>(
      'select row_to_json(s)::text as row from console_sessions s order by created_at desc limit 1',
    );
    expect(kept!.row).not.toContain(token);
    expect(kept!.row).not.toContain(Buffer.from(token).toString('hex'));
    expect(api.logged()).not.toContain(token);
  });

  test('when the browser is on https, then the cookie stays there', async () => {
    const answer = await api.call('POST', '/v1/console/session', {
      key: null,
      body: { key: adminKey },
      headers: { origin: 'https://push.example.com' },
    });
    expect(answer.headers.getSetCookie()[0]).toMatch(/; Secure$/);
  });

  test.each([
    [['push:read'], 'viewer'],
    [['operator'], 'operator'],
    [['admin'], 'admin'],
  ])('when the key has %j, then the role is %s', async (scopes, role) => {
    const browser = await signIn(api, await api.createKey({ scopes }));
    expect((await browser.call('GET', '/v1/console/session')).body).toMatchObject({
      ...{ role, csrfToken: browser.csrfToken },
    });
  });

  test('when the key has operator alone, then every page of an operator is answered', async () => {
    const { appId } = await setUpFreight(storage);
    const browser = await signIn(api, await api.createKey({ scopes: ['operator'] }));
    const { body } = await browser.call('GET', '/v1/console/session');
    expect(body.scopes).toEqual(['operator', 'push:read']);
    const paths = ['stats', 'causes', 'pushes', 'dead-letters', 'alarms', 'audit', 'replays'];
    for (const path of [...paths, 'apps', `apps/${appId}`, 'audiences', 'webhook-endpoints'])
      expect([path, (await browser.call('GET', `/v1/${path}`)).status]).toEqual([path, 200]);
    const search = { body: { phone: '+8613800000000' } };
    expect((await browser.call('POST', '/v1/pushes/search', search)).status).toBe(200);
    for (const path of ['api-keys', `apps/${appId}/templates`])
      expect([path, (await browser.call('GET', `/v1/${path}`)).status]).toEqual([path, 403]);
    const sent = await browser.call('POST', '/v1/pushes', { body: {} });
    expect([sent.status, sent.body.detail]).toEqual([403, 'This call needs the scope push:write.']);
  });

  test('when the key gives no role, then 403; a wrong one, 401, and no cookie', async () => {
    const key = await api.createKey({ scopes: ['push:write'] });
    const refused = await api.call('POST', '/v1/console/session', { key: null, body: { key } });
    expect([refused.status, refused.headers.getSetCookie()]).toEqual([403, []]);
    const body = { key: 'yx_nobody' };
    const wrong = await api.call('POST', '/v1/console/session', { key: null, body });
    expect([wrong.status, wrong.headers.getSetCookie()]).toEqual([401, []]);
    expect((await api.call('GET', '/v1/console/session', { key: null })).status).toBe(401);
  });

  test('when somebody signs in and out, then the audit knows, under the key’s name', async () => {
    const key = await api.createKey({ scopes: ['operator'] });
    const browser = await signIn(api, key);
    expect((await browser.call('DELETE', '/v1/console/session')).status).toBe(204);
    const rows = await browserOfAdmin('/v1/audit?limit=3');
    const id = `key:key_${(await storage.apiKeys.list())[0]!.id}`;
    expect(rows).toMatchObject([
      {}, // the administrator's own sign-in
      { action: 'console.sign-out', actor: id },
      { action: 'console.sign-in', actor: id, after: { role: 'operator' } },
    ]);
  });
});

async function browserOfAdmin(path: string): Promise<unknown> {
  const browser = await signIn(api);
  return (await browser.call<{ data: unknown[] }>('GET', path)).body.data;
}

describe('a session of the console', () => {
  test('when it calls, then it may what the key may, of the key’s apps alone, under the key’s name', async () => {
    const [mine, other] = [await setUpFreight(storage), await setUpFreight(storage)];
    const key = await api.createKey({ scopes: ['push:read', 'push:write'], appIds: [mine.appId] });
    const browser = await signIn(api, key);
    const made = await browser.call('POST', '/v1/pushes', { body: mine.push() });
    expect(made.status).toBe(202);
    const session = await browser.call('GET', '/v1/console/session');
    expect(session.body).toMatchObject({ seesAllApps: false, apps: [{ appId: mine.appId }] });
    expect((await browser.call('POST', '/v1/pushes', { body: other.push() })).status).toBe(400);
    expect((await browser.call('GET', '/v1/audit')).status).toBe(403);
    await browser.call('POST', `/v1/pushes/${String(made.body.id)}/cancel`);
    const [row] = (await api.call<{ data: { actor: string }[] }>('GET', '/v1/audit?limit=1')).body
      .data;
    expect(row!.actor).toBe(`key:key_${(await storage.apiKeys.list())[0]!.id}`);
  });

  test('when a change comes without the token, or with another’s, then 403 and nothing is done', async () => {
    const freight = await setUpFreight(storage);
    const [browser, other] = [await signIn(api), await signIn(api)];
    for (const headers of [
      { 'x-csrf-token': '' },
      { 'x-csrf-token': other.csrfToken },
      { 'x-csrf-token': `${browser.csrfToken}=` },
    ]) {
      const answer = await browser.call('POST', '/v1/pushes', { body: freight.push(), headers });
      expect([answer.status, answer.body.code]).toEqual([403, 'csrf-token-missing']);
    }
    const pushes = await api.call<{ data: unknown[] }>('GET', `/v1/pushes?appId=${freight.appId}`);
    expect(pushes.body.data).toEqual([]);
    const headers = { 'x-csrf-token': '' };
    expect((await browser.call('GET', '/v1/pushes', { headers })).status).toBe(200);
    expect((await browser.call('DELETE', '/v1/console/session', { headers })).status).toBe(403);
  });

  test('when a key comes beside the cookie, then the key counts', async () => {
    const browser = await signIn(api);
    const key = await api.createKey({ scopes: ['push:read'] });
    const headers = { cookie: browser.cookie };
    expect((await api.call('GET', '/v1/audit', { key, headers })).status).toBe(403);
  });

  test('when the key is revoked, elsewhere even, then the session ends at once', async () => {
    const key = await api.createKey({ scopes: ['push:read'] });
    const browser = await signIn(api, key);
    expect((await browser.call('GET', '/v1/pushes')).status).toBe(200);
    await storage.apiKeys.revoke((await storage.apiKeys.list())[0]!.id, new Date());
    expect((await browser.call('GET', '/v1/pushes')).status).toBe(401);
    expect((await browser.call('GET', '/v1/console/session')).status).toBe(401);
  });

  test('when the key has an end, then the session says it and ends with it', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000);
    const given = { name: 'ends', scopes: ['push:read'], appIds: null, expiresAt };
    const { key } = await storage.apiKeys.create(given);
    const browser = await signIn(api, key);
    const { body } = await browser.call('GET', '/v1/console/session');
    expect(body.expiresAt).toBe(expiresAt.toISOString());
    const id = await keyIdOf('ends');
    await testDatabase.run(`update api_keys set expires_at = now() where id = '${id}'`);
    expect((await browser.call('GET', '/v1/console/session')).status).toBe(401);
  });

  test.each([
    ['it lasted its time', 'ends_at', '0 seconds', 401],
    ['it lay unused for two hours', 'seen_at', '121 minutes', 401],
    ['it lay unused for less', 'seen_at', '119 minutes', 200],
  ])('when %s, then %s %s: %i', async (_why, column, past, status) => {
    const browser = await signIn(api);
    await lapse(column, past);
    expect((await browser.call('GET', '/v1/console/session')).status).toBe(status);
  });

  test('when it is used, then it does not lie unused', async () => {
    const browser = await signIn(api);
    await lapse('seen_at', '119 minutes');
    await browser.call('GET', '/v1/console/session');
    const [row] = await testDatabase.read<{ fresh: boolean }>(
      `select seen_at > now() - interval '1 minute' as fresh from console_sessions order by created_at desc limit 1`,
    );
    expect(row!.fresh).toBe(true);
  });

  test.each([
    ['a page that nobody is at', '/v1/pushes', { 'x-unattended': '1' }],
    ['a search that nobody is at', '/v1/pushes/search', { 'x-unattended': '1' }],
    ['the frame of the queues', '/console/queues/api/queues', {}],
  ])(
    'when %s asks, then it is answered, and the session lies unused',
    async (_what, path, more) => {
      const browser = await signIn(api);
      await lapse('seen_at', '119 minutes');
      const isSearch = path.endsWith('/search');
      const response = await fetch(`${api.url()}${path}`, {
        method: isSearch ? 'POST' : 'GET',
        headers: {
          ...{ cookie: browser.cookie, 'x-csrf-token': browser.csrfToken },
          ...{ 'content-type': 'application/json', ...more },
        },
        ...(isSearch && { body: '{"phone":"+8613800000000"}' }),
      });
      expect(response.status).toBe(200);
      await response.body?.cancel();
      const [row] = await testDatabase.read<{ fresh: boolean }>(
        `select seen_at > now() - interval '1 minute' as fresh from console_sessions order by created_at desc limit 1`,
      );
      expect(row!.fresh).toBe(false);
      await lapse('seen_at', '121 minutes');
      const headers = { 'x-unattended': '1' };
      expect((await browser.call('GET', '/v1/pushes', { headers })).status).toBe(401);
    },
  );

  test('when somebody signs out, then the cookie is worth nothing', async () => {
    const browser = await signIn(api);
    const answer = await browser.call('DELETE', '/v1/console/session');
    expect(answer.headers.getSetCookie()[0]).toMatch(/^yuexin_console=; Path=\/; Max-Age=0;/);
    expect((await browser.call('GET', '/v1/pushes')).status).toBe(401);
  });

  test('when it is of the bootstrap key, then it survives a restart, and ends when another key is configured', async () => {
    const browser = await signIn(api);
    await api.restart();
    expect((await browser.call('GET', '/v1/console/session')).status).toBe(200);
    await testDatabase.run(`update console_sessions set key_proof = sha256(key_proof)
      where key_proof is not null`);
    expect((await browser.call('GET', '/v1/console/session')).status).toBe(401);
  });

  test('when it is an operator’s, then the queues open with it, in our own frame; a viewer’s, 403', async () => {
    const browser = await signIn(api);
    const page = await browser.call('GET', '/console/queues');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    expect((await browser.call('PUT', '/console/queues/api/queues')).status).toBe(403);
    const viewer = await signIn(api, await api.createKey({ scopes: ['push:read'] }));
    expect((await viewer.call('GET', '/console/queues')).status).toBe(403);
    await browser.call('DELETE', '/v1/console/session');
    const ended = await browser.call('GET', '/console/queues');
    expect([ended.status, ended.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="yuexin"',
    ]);
  });
});

describe('guessing keys', () => {
  test('when an address is wrong ten times, then it waits, and right ones did not count', async () => {
    await api.restart();
    for (let at = 0; at < 12; at += 1) await signIn(api);
    const guess = (at: number) =>
      api.call('POST', '/v1/console/session', { key: null, body: { key: `yx_wrong-${at}` } });
    for (let at = 0; at < 10; at += 1) expect((await guess(at)).status).toBe(401);
    const answer = await guess(10);
    expect([answer.status, answer.body.code]).toEqual([429, 'rate-limited']);
    expect(answer.headers.get('retry-after')).toBe('60');
    const right = await api.call('POST', '/v1/console/session', {
      ...{ key: null, body: { key: adminKey } },
    });
    expect(right.status).toBe(429);
  });
});
