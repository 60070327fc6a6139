import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import type { Configuration, default as Provider } from 'oidc-provider';

export type OidcPeople = Record<string, Record<string, unknown>>;
export type TestOidcProvider = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Somebody logs in there and consents; resolves to where the provider sends the browser back to. */
  logIn(authorizationUrl: string, login: string): Promise<URL>;
  close(): Promise<void>;
};

/** An OpenID provider on a port of its own, with its own log-in pages, that knows these people by their claims. */
export async function openOidcProvider(given: {
  redirectUri: string;
  people: OidcPeople;
  /** Whether the ID token has the claims, or the user info alone. */
  isInIdToken: boolean;
  /** By another name it is another site to a browser, as providers are. */
  host?: '127.0.0.1' | 'localhost';
}): Promise<TestOidcProvider> {
  const { redirectUri, people, isInIdToken, host = '127.0.0.1' } = given;
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://${host}:${(server.address() as AddressInfo).port}`;
  const [clientId, clientSecret] = ['yuexin', 'a-secret-of-the-client'];
  const provider = await makeQuietly(issuer, {
    clients: [
      {
        ...{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] },
        ...{ grant_types: ['authorization_code'], response_types: ['code'] },
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub', 'roles'], email: ['email'], profile: ['preferred_username'] },
    conformIdTokenClaims: !isInIdToken,
    cookies: { keys: ['of-the-test'] },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    findAccount: (_context, accountId) =>
      Promise.resolve({ accountId, claims: () => ({ sub: accountId, ...people[accountId] }) }),
  });
  const answer = provider.callback();
  server.on('request', (request, response) => void answer(request, response));
  return {
    ...{ issuer, clientId, clientSecret },
    logIn: (url, login) => walkThrough({ url, login, redirectUri }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** It warns of all that would be wrong with it outside of a test. */
async function makeQuietly(issuer: string, configuration: Configuration): Promise<Provider> {
  const silenced = (['warn', 'info'] as const).map((level) =>
    jest.spyOn(console, level).mockImplementation(() => undefined),
  );
  try {
    const { default: Made } = await import('oidc-provider');
    return new Made(issuer, configuration);
  } finally {
    for (const spy of silenced) spy.mockRestore();
  }
}

/** As a browser does: follows what leads on, fills in the forms, keeps cookies. */
async function walkThrough(of: { url: string; login: string; redirectUri: string }): Promise<URL> {
  const jar = new Map<string, string>();
  let [url, form]: [string, URLSearchParams | null] = [of.url, null];
  for (let steps = 0; steps < 12; steps += 1) {
    if (url.startsWith(of.redirectUri)) return new URL(url);
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form !== null && { method: 'POST', body: form }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      jar.set(name, value);
    }
    form = null;
    const next = answer.headers.get('location');
    if (next !== null) url = new URL(next, url).href;
    else form = formOf(await answer.text(), of.login);
  }
  throw new Error(`The provider leads nowhere: ${url}`);
}

function formOf(page: string, login: string): URLSearchParams {
  const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
  if (prompt === undefined) throw new Error(`No form on this page: ${page.slice(0, 500)}`);
  return new URLSearchParams({ prompt, login, password: 'any' });
}
