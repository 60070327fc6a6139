import { createApp, createTemplate, createUser, giveGrant } from '@yuexin/testkit';
import type { Storage } from '@yuexin/storage';

export type Freight = {
  appId: string;
  templateId: string;
  openid: string;
  userId: string;
  /** A push that is right in every respect. */
  push: (over?: Record<string, unknown>) => Record<string, unknown>;
};

/** A freight platform with one template and one driver who has `grants` (0) grants. */
export async function setUpFreight(
  storage: Storage,
  given: { grants?: number; phone?: string } = {},
): Promise<Freight> {
  const { appId } = await createApp({ storage });
  const { templateId } = await createTemplate({ storage, appId });
  const user = await createUser({
    storage,
    appId,
    ...(given.phone !== undefined && { phone: given.phone }),
  });
  const { openid } = user;
  if (given.grants !== undefined)
    await giveGrant({ storage, appId, openid, templateId, count: given.grants });
  return {
    appId,
    templateId,
    openid,
    userId: user.id,
    push: (over = {}) => ({
      appId,
      templateId,
      to: { openid },
      data: { thing1: { value: '【广州】-->【上海】' }, thing2: '钢材 32 吨' },
      ...over,
    }),
  };
}
