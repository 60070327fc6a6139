import { afterAll, describe, expect, test } from '@jest/globals';
import { createApiBed, type Answer, type Json } from './support/api-bed.ts';
import { openOidcProvider } from './support/open-oidc-provider.ts';
import { setUpFreight } from './support/freight.ts';

const redirectUri = 'https://push.example.com/v1/console/oidc/callback';
const provider = await openOidcProvider({
  redirectUri,
  isInIdToken: true,
  people: {
    ada: { email: 'ada@example.com', roles: ['staff', 'sre'] },
    eve: { email: 'eve@example.com', roles: ['guest'] },
    vic: { roles: 'staff' },
    root: { preferred_username: 'root', roles: ['yuexin-admin'] },
  },
});
afterAll(() => provider.close());

const api = await createApiBed({
  env: {
    OIDC_ISSUER_URL: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
    OIDC_NAME: 'Acme',
    OIDC_ROLES: 'viewer=staff,operator=ops,operator=sre,admin=yuexin-admin',
  },
});
const { storage, testDatabase } = api;

const cookiesOf = (answer: Answer): string[] =>
  answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
const locationOf = (answer: Answer): string => answer.headers.get('location') ?? '';
const get = (path: string, cookie = '') =>
  api.call('GET', path, { key: null, headers: cookie === '' ? {} : { cookie } });

const begin = async (returnTo = '/console/audit') => {
  const left = await get(`/v1/console/oidc/start?${new URLSearchParams({ returnTo }).toString()}`);
  return { left, url: locationOf(left), pending: cookiesOf(left)[0] ?? '' };
};
const comeBack = (back: URL, pending: string) =>
  get(`/v1/console/oidc/callback${back.search}`, pending);

async function signInAs(login: string, returnTo?: string) {
  const { url, pending } = await begin(returnTo);
  const back = await comeBack(await provider.logIn(url, login), pending);
  const cookie = cookiesOf(back).find((one) => one.startsWith('yuexin_console=')) ?? '';
  const session = cookie === '' ? null : await get('/v1/console/session', cookie);
  const csrf = String(session?.body.csrfToken);
  const call = (method: string, path: string, body?: unknown) =>
    api.call(method, path, {
      ...{ key: null, headers: { cookie, 'x-csrf-token': csrf } },
      ...(body !== undefined && { body }),
    });
  return { back, cookie, session, call };
}

describe('sign-in by an OpenID provider', () => {
  test('when it is configured, then the sign-in page is told of it', async () => {
    const { status, body } = await get('/v1/console/sign-in-options');
    expect([status, body]).toEqual([
      ...[200, { oidc: { name: 'Acme', startUrl: '/v1/console/oidc/start' } }],
    ]);
  });

  test('when it begins, then the browser goes to the provider with PKCE, state and nonce, which it keeps out of reach of scripts', async () => {
    const { left, url } = await begin();
    expect(left.status).toBe(303);
    const { origin, searchParams } = new URL(url);
    expect(origin).toBe(provider.issuer);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      ...{ client_id: 'yuexin', response_type: 'code', redirect_uri: redirectUri },
      ...{ code_challenge_method: 'S256', scope: 'openid profile email' },
    });
    for (const name of ['code_challenge', 'state', 'nonce'])
      expect(searchParams.get(name)?.length).toBeGreaterThan(20);
    expect(left.headers.getSetCookie()[0]).toMatch(
      /^yuexin_oidc=[\w-]+; Path=\/v1\/console\/oidc; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
    );
  });

  test('when somebody comes back whom a claim makes an operator, then they are let in as that, back to their page, and audited by name', async () => {
    const { back, session, call } = await signInAs('ada');
    expect([back.status, locationOf(back)]).toEqual([303, '/console/audit']);
    expect(back.headers.getSetCookie().at(-1)).toMatch(/HttpOnly; SameSite=Strict; Secure$/);
    expect(session?.body).toMatchObject({
      ...{ role: 'operator', seesAllApps: true },
      caller: { id: 'ada@example.com (ada)', name: 'ada@example.com (ada)' },
      scopes: ['push:read', 'push:write', 'grant:read', 'template:read', 'operator'],
    });
    const freight = await setUpFreight(storage);
    const push = await api.call('POST', '/v1/pushes', { body: freight.push() });
    const cancelled = await call('POST', `/v1/pushes/${String(push.body.id)}/cancel`, {
      reason: 'why',
    });
    expect(cancelled.status).toBe(200);
    expect((await call('GET', '/v1/api-keys')).status).toBe(403);
    const audit = await api.call<{ data: Json[] }>(
      'GET',
      `/v1/audit?${new URLSearchParams({ actor: 'operator:ada@example.com (ada)' }).toString()}`,
    );
    expect(audit.body.data).toMatchObject([
      { action: 'push.cancel', reason: 'why' },
      { action: 'console.sign-in', after: { role: 'operator', issuer: provider.issuer } },
    ]);
    expect((await call('DELETE', '/v1/console/session')).status).toBe(204);
    expect((await call('GET', '/v1/stats')).status).toBe(401);
  });

  test('when a claim makes somebody an admin or a viewer, then they may do as much and no more', async () => {
    const root = await signInAs('root');
    expect((await root.call('GET', '/v1/api-keys')).status).toBe(200);
    const vic = await signInAs('vic');
    expect(vic.session?.body).toMatchObject({ role: 'viewer', caller: { name: 'vic' } });
    expect((await vic.call('GET', '/v1/stats')).status).toBe(200);
    expect((await vic.call('GET', '/v1/audit')).status).toBe(403);
    const changed = await api.call('POST', '/v1/alarms/-:x/acknowledge', {
      ...{ key: null, headers: { cookie: root.cookie } },
    });
    expect([changed.status, changed.body.code]).toEqual([403, 'csrf-token-missing']);
  });

  test('when no claim gives a role, then nobody is let in, and the page says why', async () => {
    const { back, cookie } = await signInAs('eve');
    expect([locationOf(back), cookie]).toEqual(['/console/?signIn=no-role', '']);
  });

  test('when the state, the code or the browser is another, or the code comes twice, then nobody is let in', async () => {
    const failed = '/console/?signIn=failed';
    const [one, other] = [await begin(), await begin()];
    const back = await provider.logIn(one.url, 'ada');
    expect(locationOf(await comeBack(back, other.pending))).toBe(failed);
    expect(locationOf(await comeBack(back, ''))).toBe(failed);
    const forged = new URL(back);
    forged.searchParams.set('code', 'x'.repeat(43));
    expect(locationOf(await comeBack(forged, one.pending))).toBe(failed);
    const refused = new URL(`${redirectUri}?error=access_denied`);
    expect(locationOf(await comeBack(refused, one.pending))).toBe(failed);

    const again = await begin();
    const fresh = await provider.logIn(again.url, 'ada');
    expect(locationOf(await comeBack(fresh, again.pending))).toBe('/console/audit');
    expect(locationOf(await comeBack(fresh, again.pending))).toBe(failed);
  });

  test('when it is to lead elsewhere, then it leads to the first page', async () => {
    const { back } = await signInAs('ada', 'https://evil.example/console/');
    expect(locationOf(back)).toBe('/console/');
  });

  test('when somebody signs in twice, then it is the same caller, and what is stored lets nobody in', async () => {
    await Promise.all([signInAs('vic'), signInAs('vic')]);
    const rows = await testDatabase.read<{ callers: number; tokens: number }>(
      `select count(distinct operator ->> 'callerId')::integer as callers,
         count(*) filter (where length(token_hash) = 32)::integer as tokens
       from console_sessions where operator ->> 'name' = 'vic'`,
    );
    expect(rows[0]).toMatchObject({ callers: 1 });
    expect(rows[0]!.tokens).toBeGreaterThanOrEqual(2);
    expect(api.logged()).not.toContain(provider.clientSecret);
  });
});
