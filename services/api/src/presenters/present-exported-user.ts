import { presentPush } from '@yuexin/callbacks';
import type { ExportedUser } from '../use-cases/users/export-user.ts';
import { presentGrant } from './present-grant.ts';

/** What is kept about a person; the phone in full, as the answer is theirs. */
export function presentExportedUser(exported: ExportedUser) {
  const { user, balances, logins, asks, grants, pushes, isCapped } = exported;
  return {
    openid: user.openid,
    ...(user.unionid !== null && { unionid: user.unionid }),
    ...(user.phone !== null && { phone: user.phone }),
    createdAt: user.createdAt.toISOString(),
    lastLoginAt: user.lastLoginAt?.toISOString() ?? null,
    balances,
    logins: logins.map(({ at, hasBoundPhone }) => ({ at: at.toISOString(), hasBoundPhone })),
    asks: asks.map(({ at, ...ask }) => ({ at: at.toISOString(), ...ask })),
    grants: grants.map(presentGrant),
    pushes: pushes.map(presentPush),
    isCapped,
  };
}
