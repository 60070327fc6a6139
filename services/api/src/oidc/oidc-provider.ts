import type { OidcConfig } from '@yuexin/config';
import { AppError } from '@yuexin/errors';
import * as openid from 'openid-client';

/** What must be remembered between leaving for the provider and coming back; the browser keeps it. */
export type PendingSignIn = { state: string; nonce: string; codeVerifier: string };

/** Whom the provider says it is, by claims of the ID token or, where it has not the one of the roles, of the user info. */
export type OidcPerson = { issuer: string; subject: string; claims: Record<string, unknown> };

export type OidcProvider = {
  /** Where the browser goes. Throws `unavailable` when the provider cannot be reached. */
  begin(): Promise<{ url: URL; pending: PendingSignIn }>;
  /** Redeems the code with which the browser came back. Throws `unauthenticated` for what is not proven, `unavailable`. */
  finish(search: URLSearchParams, pending: PendingSignIn): Promise<OidcPerson>;
};

/** The provider tells its keys and addresses once; after so long they are asked for anew. */
const knownForMs = 3_600_000;
const timeoutSeconds = 10;

/** The code flow with PKCE, state and nonce, against one provider (OpenID Connect Core 1.0, RFC 7636). */
export function createOidcProvider(deps: {
  oidc: OidcConfig;
  publicUrl: string;
  nowMs: () => number;
}): OidcProvider {
  const { oidc, nowMs } = deps;
  const redirectUri = `${deps.publicUrl}/v1/console/oidc/callback`;
  let known: { configuration: openid.Configuration; untilMs: number } | null = null;

  const discover = async (): Promise<openid.Configuration> => {
    if (known !== null && known.untilMs > nowMs()) return known.configuration;
    const { issuerUrl, clientId, clientSecret } = oidc;
    const issuer = new URL(issuerUrl);
    const auth = clientSecret === null ? openid.None() : openid.ClientSecretBasic(clientSecret);
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- so that it stands out: http is for this machine alone.
    const execute = issuer.protocol === 'http:' ? [openid.allowInsecureRequests] : [];
    const configuration = await openid
      .discovery(issuer, clientId, clientSecret ?? undefined, auth, {
        ...{ execute, timeout: timeoutSeconds },
      })
      .catch((cause: unknown) => {
        throw new AppError('unavailable', {
          ...{ message: 'The OpenID provider does not answer as one.', cause },
        });
      });
    known = { configuration, untilMs: nowMs() + knownForMs };
    return configuration;
  };

  return {
    begin: async () => {
      const configuration = await discover();
      const codeVerifier = openid.randomPKCECodeVerifier();
      const pending = { state: openid.randomState(), nonce: openid.randomNonce(), codeVerifier };
      const url = openid.buildAuthorizationUrl(configuration, {
        ...{ redirect_uri: redirectUri, scope: oidc.scopes },
        code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
        ...{ code_challenge_method: 'S256', state: pending.state, nonce: pending.nonce },
      });
      return { url, pending };
    },
    finish: async (search, pending) => {
      const configuration = await discover();
      try {
        return await redeem({
          configuration,
          oidc,
          pending,
          url: `${redirectUri}?${search.toString()}`,
        });
      } catch (cause) {
        throw new AppError('unauthenticated', {
          ...{ message: 'The OpenID provider did not prove who it is.', cause },
        });
      }
    },
  };
}

async function redeem(of: {
  configuration: openid.Configuration;
  oidc: OidcConfig;
  pending: PendingSignIn;
  url: string;
}): Promise<OidcPerson> {
  const { configuration, oidc, pending } = of;
  const tokens = await openid.authorizationCodeGrant(configuration, new URL(of.url), {
    pkceCodeVerifier: pending.codeVerifier,
    expectedState: pending.state,
    expectedNonce: pending.nonce,
    idTokenExpected: true,
  });
  const told = tokens.claims();
  if (told === undefined) throw new TypeError('There is no ID token.');
  const { iss: issuer, sub: subject } = told;
  const [first = ''] = oidc.roleClaim.split('.');
  const lacksRoles = told[oidc.roleClaim] === undefined && told[first] === undefined;
  const hasUserInfo = configuration.serverMetadata().userinfo_endpoint !== undefined;
  const more =
    lacksRoles && hasUserInfo
      ? await openid.fetchUserInfo(configuration, tokens.access_token, subject)
      : {};
  return { issuer, subject, claims: { ...more, ...told } };
}
