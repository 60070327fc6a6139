import type { Balance, UserRow } from '@yuexin/storage';
import { maskPhone } from '@yuexin/domain';

/** A user with the balances of their grants, phone masked. */
export function presentUser(row: UserRow, balances: Readonly<Record<string, Balance>>) {
  return {
    openid: row.openid,
    ...(row.unionid !== null && { unionid: row.unionid }),
    ...(row.phone !== null && { phoneMasked: maskPhone(row.phone) }),
    balances,
    lastLoginAt: row.lastLoginAt?.toISOString() ?? null,
  };
}
