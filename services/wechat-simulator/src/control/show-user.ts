import { availableIn } from '../ledger/grant-cell.ts';
import type { SimUser } from '../ledger/sim-user.ts';

/** A user with what WeChat knows of the grants. */
export function showUser(user: SimUser) {
  const { userId, appId, openid, nickname, phone, unionid, isBlocked, hasMainSwitchOn } = user;
  const { choices, grants, inbox } = user;
  return {
    userId,
    appId,
    openid,
    nickname,
    phone,
    unionid,
    isBlocked,
    hasMainSwitchOn,
    choices: Object.fromEntries(choices),
    grants: Object.fromEntries(
      [...grants].map(([templateId, cell]) => [
        templateId,
        { ...cell, available: availableIn(cell) },
      ]),
    ),
    messageCount: inbox.length,
  };
}
