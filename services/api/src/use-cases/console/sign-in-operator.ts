import { createHash } from 'node:crypto';
import type { OidcConfig } from '@yuexin/config';
import { AppError } from '@yuexin/errors';
import type { SessionOperator } from '@yuexin/storage';
import { scopesOfRole, type KeyCaller } from '../../http/caller.ts';
import type { ConsoleSessions } from '../../http/console-sessions.ts';
import type { OidcPerson } from '../../oidc/oidc-provider.ts';
import { readRole } from '../../oidc/read-role.ts';
import type { PerformAction } from '../operators/perform-action.ts';

export type SignInOperator = (input: {
  person: OidcPerson;
  requestId: string;
}) => Promise<{ token: string }>;

/** Lets somebody in whom the provider knows, with the role that the claims give. Throws `forbidden` when they give none. */
export function createSignInOperator(deps: {
  oidc: Pick<OidcConfig, 'roleClaim' | 'roles'>;
  consoleSessions: Pick<ConsoleSessions, 'openForOperator'>;
  performAction: PerformAction;
}): SignInOperator {
  const { oidc, consoleSessions, performAction } = deps;
  return async ({ person, requestId }) => {
    const role = readRole(person.claims, oidc);
    if (role === null)
      throw new AppError('forbidden', {
        message: `The claim ${oidc.roleClaim} gives no role of the console.`,
      });
    const operator = toOperator(person, [...scopesOfRole[role]]);
    const caller = callerOf(operator);
    return performAction({ caller, requestId }, async (inside) => {
      const { token } = await consoleSessions.openForOperator(operator, inside);
      const { issuer, subject } = person;
      const told = { target: `operator:${operator.name}`, after: { role, issuer, subject } };
      return { result: { token }, action: { action: 'console.sign-in', ...told } };
    });
  };
}

/** Named so that it can be read, and with the provider's own id, which nobody can choose. */
function toOperator({ issuer, subject, claims }: OidcPerson, scopes: string[]): SessionOperator {
  const [shown] = [claims.email, claims.preferred_username, claims.name].filter(
    (claim): claim is string => typeof claim === 'string' && /^[^\p{Cc}]{1,128}$/u.test(claim),
  );
  const id = subject.slice(0, 128);
  const name = shown === undefined || shown === id ? id : `${shown} (${id})`;
  return { name, callerId: uuidOf(`${issuer} ${subject}`), scopes };
}

/** A UUID of version 8 (RFC 9562) from what never changes of somebody. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text, 'utf8').digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`];
  return [...parts, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

function callerOf({ name, callerId, scopes }: SessionOperator): KeyCaller {
  return {
    ...{ kind: 'key', callerId, keyId: `operator-${callerId}`, scopes, appIds: null },
    console: { id: '', name, isOperator: true, csrfToken: '', endsAt: new Date(0) },
  };
}
