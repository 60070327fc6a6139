import { afterAll, expect, test } from '@jest/globals';
import { createApiBed } from './support/api-bed.ts';
import { openOidcProvider } from './support/open-oidc-provider.ts';

const redirectUri = 'https://push.example.com/v1/console/oidc/callback';
const provider = await openOidcProvider({
  ...{ redirectUri, isInIdToken: false },
  people: { ada: { roles: ['operator'] } },
});
afterAll(() => provider.close());

const env = { OIDC_ISSUER_URL: provider.issuer, OIDC_CLIENT_ID: provider.clientId };
const api = await createApiBed({ env: { ...env, OIDC_CLIENT_SECRET: provider.clientSecret } });
const away = await createApiBed({
  env: { OIDC_ISSUER_URL: 'http://127.0.0.1:1', OIDC_CLIENT_ID: 'yuexin' },
});
const plain = await createApiBed();

test('when the ID token does not tell the roles, then the user info does', async () => {
  const left = await api.call('GET', '/v1/console/oidc/start', { key: null });
  const pending = left.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const back = await provider.logIn(left.headers.get('location') ?? '', 'ada');
  const done = await api.call('GET', `/v1/console/oidc/callback${back.search}`, {
    ...{ key: null, headers: { cookie: pending } },
  });
  const cookie = done.headers.getSetCookie().at(-1)?.split(';')[0] ?? '';
  const session = await api.call('GET', '/v1/console/session', { key: null, headers: { cookie } });
  expect(session.body).toMatchObject({ role: 'operator', caller: { name: 'ada' } });
});

test('when the provider is away, then the sign-in page says so, and keys still open the console', async () => {
  const left = await away.call('GET', '/v1/console/oidc/start', { key: null });
  expect([left.status, left.headers.get('location')]).toEqual([
    ...[303, '/console/?signIn=unavailable'],
  ]);
});

test('when none is configured, then there is no such address and nothing is offered', async () => {
  expect((await plain.call('GET', '/v1/console/oidc/start', { key: null })).status).toBe(404);
  const options = await plain.call('GET', '/v1/console/sign-in-options', { key: null });
  expect(options.body).toEqual({ oidc: null });
});
