import type { OidcConfig } from '@yuexin/config';
import { roles, type Role } from '../http/caller.ts';

type Claims = Readonly<Record<string, unknown>>;

/** The highest role that the claims give, or null. The claim is a text or a list of texts, found by its name or by a path of dots. */
export function readRole(
  claims: Claims,
  config: Pick<OidcConfig, 'roleClaim' | 'roles'>,
): Role | null {
  const found = claims[config.roleClaim] ?? follow(claims, config.roleClaim.split('.'));
  const values = (Array.isArray(found) ? found : [found]).filter(
    (value): value is string => typeof value === 'string',
  );
  const gives = (role: Role): boolean => values.some((value) => config.roles[role].includes(value));
  return roles.toReversed().find(gives) ?? null;
}

function follow(claims: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return claims;
  const isInside = typeof claims === 'object' && claims !== null && Object.hasOwn(claims, name);
  return isInside ? follow((claims as Claims)[name], rest) : undefined;
}
