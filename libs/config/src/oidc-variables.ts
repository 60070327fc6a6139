import { z } from 'zod';
import { isLoopback } from './is-loopback.ts';
import { optional, type Variable } from './variable.ts';

/** What an operator may be in the console, and which values of the claim make one so. */
export type RoleNames = Readonly<Record<'viewer' | 'operator' | 'admin', readonly string[]>>;

const pair = /^(viewer|operator|admin)=(.{1,200})$/;

/** `role=value`, separated by commas; a role may be named more than once. */
const roleNames: Variable<RoleNames> = {
  expected: 'a comma list of viewer=…, operator=… and admin=… (each may come more than once)',
  isSecret: false,
  fallback: 'viewer=viewer,operator=operator,admin=admin',
  schema: z.string().transform((text, context): RoleNames => {
    const pairs = text.split(',').map((part) => pair.exec(part.trim()));
    const of = (role: string): string[] =>
      pairs.flatMap((match) => (match?.[1] === role ? [match[2]?.trim() ?? ''] : []));
    if (pairs.every((match) => match !== null))
      return { viewer: of('viewer'), operator: of('operator'), admin: of('admin') };
    context.addIssue({ code: 'custom' });
    return z.NEVER;
  }),
};

const isIssuer = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
};

const words = (expected: string, fallback: string, pattern: RegExp): Variable<string> => ({
  ...{ expected, isSecret: false, fallback, schema: z.string().regex(pattern) },
});

/** Sign-in to the console by an OpenID provider; off while OIDC_ISSUER_URL is unset. */
export const oidcVariables = {
  OIDC_ISSUER_URL: optional({
    expected: 'the issuer of an OpenID provider: https://… (http:// on this machine only)',
    isSecret: false,
    fallback: null,
    schema: z.string().refine(isIssuer),
  }),
  OIDC_CLIENT_ID: optional({
    expected: '1 to 256 printable characters',
    isSecret: false,
    fallback: null,
    schema: z.string().regex(/^[\x21-\x7e]{1,256}$/),
  }),
  OIDC_CLIENT_SECRET: optional({
    expected: '1 to 1024 printable characters; unset for a public client',
    isSecret: true,
    fallback: null,
    schema: z.string().regex(/^[\x20-\x7e]{1,1024}$/),
  }),
  OIDC_NAME: words('1 to 40 characters for the button', 'SSO', /^[^\p{Cc}]{1,40}$/u),
  OIDC_SCOPES: words(
    'scopes separated by blanks, openid among them',
    'openid profile email',
    /^(?=(.* )?openid( |$))[\x21-\x7e]+( [\x21-\x7e]+)*$/,
  ),
  OIDC_ROLE_CLAIM: words(
    'the name of a claim, or a path to it such as realm_access.roles',
    'roles',
    /^[\x21-\x7e]{1,200}$/,
  ),
  OIDC_ROLES: roleNames,
} as const satisfies Record<string, Variable<unknown>>;
