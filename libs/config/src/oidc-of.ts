import { AppError } from '@yuexin/errors';
import type { z } from 'zod';
import type { oidcVariables } from './oidc-variables.ts';

type Values = {
  [K in keyof typeof oidcVariables]: z.output<(typeof oidcVariables)[K]['schema']>;
};

/** How operators sign in by an OpenID provider; null: with keys alone. Throws `invalid-request` when half of it is set. */
export function oidcOf(values: Values) {
  const { OIDC_ISSUER_URL: issuerUrl, OIDC_CLIENT_ID: clientId } = values;
  if (issuerUrl === null && clientId === null) return null;
  if (issuerUrl === null || clientId === null) {
    const missing = issuerUrl === null ? 'OIDC_ISSUER_URL' : 'OIDC_CLIENT_ID';
    const message = `${missing} is not set; OIDC_ISSUER_URL and OIDC_CLIENT_ID come together`;
    throw new AppError('invalid-request', {
      message: 'One variable of the environment cannot be used.',
      problems: [{ pointer: `/${missing}`, rule: 'required', message }],
    });
  }
  return {
    ...{ issuerUrl, clientId, clientSecret: values.OIDC_CLIENT_SECRET, name: values.OIDC_NAME },
    ...{ scopes: values.OIDC_SCOPES, roleClaim: values.OIDC_ROLE_CLAIM, roles: values.OIDC_ROLES },
  };
}

export type OidcConfig = NonNullable<ReturnType<typeof oidcOf>>;
