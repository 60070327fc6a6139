import { tell } from '../front/answer.ts';
import type { SecretEndpoint } from '../front/endpoint.ts';
import { issueClassicToken } from '../ledger/tokens.ts';
import { isRefused, openWithSecret, type SecretDeps } from './open-with-secret.ts';

/** GET /cgi-bin/token: a new token each time (facts 1.1). */
export const tokenEndpoint = (deps: SecretDeps): SecretEndpoint => ({
  path: '/cgi-bin/token',
  method: 'GET',
  wrongMethodErrcode: 41002,
  access: 'secret',
  answer: ({ path, query, at }) => {
    if (query.get('grant_type') !== 'client_credential') return deps.refuse(40002);
    const claimed = { path, appid: query.get('appid'), secret: query.get('secret') };
    const app = openWithSecret(deps, { ...claimed, at: at.getTime() });
    if (isRefused(app)) return app;
    const issued = issueClassicToken({ tokens: deps.world.tokens, app, at: at.getTime() });
    return tell({ access_token: issued.accessToken, expires_in: issued.expiresInSeconds });
  },
});
