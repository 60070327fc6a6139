import type { Storage, UserRow } from '@yuexin/storage';
import type { OfferDue } from '../pushes/offer-due.ts';
import type { ActingFor, PerformAction } from '../operators/perform-action.ts';

export type ImportUsers = (
  input: ActingFor & {
    appId: string;
    users: readonly {
      openid: string;
      phone?: string | null | undefined;
      unionid?: string | null | undefined;
    }[];
  },
) => Promise<{ imported: number }>;

/** Registers or completes users, then sets going what waited for their phone or unionid. May run twice. */
export function createImportUsers(deps: {
  storage: { hotPath: Pick<Storage['hotPath'], 'attachRecipients'> };
  offerDue: OfferDue;
  performAction: PerformAction;
}): ImportUsers {
  const { hotPath } = deps.storage;
  return async ({ appId, users, caller, requestId }) => {
    const given = users.map(({ openid, phone, unionid }) => ({
      ...{ openid, phone: phone ?? null, unionid: unionid ?? null },
    }));
    const rows = await deps.performAction({ caller, requestId }, async (inside) => {
      const result = await inside.users.importUsers(appId, given);
      const after = { imported: countUsers(result) };
      return { result, action: { action: 'user.import', target: `app:${appId}`, appId, after } };
    });
    // Only an address that a push can be parked for can bring one.
    const addressed = rows.filter((row) => row.phone !== null || row.unionid !== null);
    const { due } = await hotPath.attachRecipients(addressed.map((row) => row.id));
    await deps.offerDue(due);
    return { imported: countUsers(rows) };
  };
}

/** A user may be given twice. */
function countUsers(rows: readonly UserRow[]): number {
  return new Set(rows.map((row) => row.id)).size;
}
