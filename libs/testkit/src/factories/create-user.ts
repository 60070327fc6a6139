import type { Storage, UserRow } from '@yuexin/storage';
import { uniquePrefix } from '../unique-prefix.ts';

/** A user who has just logged in, with an openid of its own unless given. */
export async function createUser(input: {
  storage: Storage;
  appId: string;
  openid?: string;
  phone?: string;
  unionid?: string;
  at?: Date;
}): Promise<UserRow> {
  const { user } = await input.storage.users.recordLogin({
    appId: input.appId,
    openid: input.openid ?? uniquePrefix('o'),
    phone: input.phone ?? null,
    unionid: input.unionid ?? null,
    at: input.at ?? new Date(),
  });
  return user;
}
