import type { AppRow, NewApp, Storage } from '@yuexin/storage';
import { uniquePrefix } from '../unique-prefix.ts';

/** An app with an appid of its own, unless given. */
export function createApp(input: { storage: Storage } & Partial<NewApp>): Promise<AppRow> {
  const { storage, ...given } = input;
  const appId = given.appId ?? uniquePrefix('wx');
  return storage.apps.create({
    appId,
    name: '货运助手',
    appSecret: 'test-secret',
    messageToken: 'test-message-token',
    encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
    ...given,
  });
}
