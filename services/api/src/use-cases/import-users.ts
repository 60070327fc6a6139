import type { DuePush, Storage } from '@yuexin/storage';
import type { OfferDue } from './offer-due.ts';

export type ImportUsers = (input: {
  appId: string;
  users: readonly {
    openid: string;
    phone?: string | null | undefined;
    unionid?: string | null | undefined;
  }[];
}) => Promise<{ imported: number }>;

/** Registers or completes users, then sets going what waited for their phone or unionid. May run twice. */
export function createImportUsers(deps: {
  storage: {
    users: Pick<Storage['users'], 'importUsers'>;
    hotPath: Pick<Storage['hotPath'], 'attachRecipients'>;
  };
  offerDue: OfferDue;
}): ImportUsers {
  const { users: repository, hotPath } = deps.storage;
  return async ({ appId, users }) => {
    const rows = await repository.importUsers(
      appId,
      users.map(({ openid, phone, unionid }) => ({
        openid,
        phone: phone ?? null,
        unionid: unionid ?? null,
      })),
    );
    // Only an address that a push can be parked for can bring one.
    const addressed = new Set(rows.filter((row) => row.phone !== null || row.unionid !== null));
    const due: DuePush[] = [];
    for (const row of addressed) due.push(...(await hotPath.attachRecipients(row.id)).due);
    await deps.offerDue(due);
    return { imported: new Set(rows.map((row) => row.id)).size };
  };
}
