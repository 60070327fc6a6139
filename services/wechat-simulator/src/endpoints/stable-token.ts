import { tell } from '../front/answer.ts';
import type { SecretEndpoint } from '../front/endpoint.ts';
import { forceStableToken, issueStableToken } from '../ledger/tokens.ts';
import { isRefused, openWithSecret, type SecretDeps } from './open-with-secret.ts';

/** POST /cgi-bin/stable_token: the same token until its last minutes, or a forced new one (facts 1.2). */
export const stableTokenEndpoint = (deps: SecretDeps): SecretEndpoint => ({
  path: '/cgi-bin/stable_token',
  method: 'POST',
  wrongMethodErrcode: 43002,
  access: 'secret',
  answer: ({ path, body, at: now }) => {
    if (body.grant_type !== 'client_credential') return deps.refuse(40002);
    const at = now.getTime();
    const app = openWithSecret(deps, { path, appid: body.appid, secret: body.secret, at });
    if (isRefused(app)) return app;
    const call = { tokens: deps.world.tokens, app, at };
    const issued = body.force_refresh === true ? forceStableToken(call) : issueStableToken(call);
    if (issued === 45009) return deps.refuse(45009);
    return tell({ access_token: issued.accessToken, expires_in: issued.expiresInSeconds });
  },
});
