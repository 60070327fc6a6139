import type { DuePush, Storage } from '@yuexin/storage';

/** Gives a user `count` (1) grants for a template; answers the pushes that this set free. */
export async function giveGrant(input: {
  storage: Storage;
  appId: string;
  openid: string;
  templateId: string;
  count?: number;
  grantedAt?: Date;
}): Promise<DuePush[]> {
  const { storage, appId, openid, templateId, count = 1, grantedAt = null } = input;
  const result = await storage.hotPath.importGrants({
    appId,
    grants: [{ openid, templateId, count, grantedAt }],
  });
  return result.kind === 'imported' ? result.due : [];
}
