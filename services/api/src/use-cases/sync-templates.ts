import type { Storage } from '@yuexin/storage';
import type { TokenSource, WechatClient } from '@yuexin/wechat-client';
import type { AppCatalog } from './app-catalog.ts';
import { callWithToken, wechatError } from './call-wechat.ts';
import type { RaiseAlarm } from './raise-alarm.ts';

export type SyncTemplates = (appId: string) => Promise<{
  added: string[];
  changed: string[];
  removed: string[];
}>;

/** Makes our templates of an app what WeChat lists. Throws `unavailable` or `wechat-refused`; then nothing is changed. */
export function createSyncTemplates(deps: {
  storage: { templates: Pick<Storage['templates'], 'sync'> };
  wechat: Pick<WechatClient, 'listTemplates'>;
  tokens: Pick<TokenSource, 'get' | 'refused'>;
  catalog: AppCatalog;
  raiseAlarm: RaiseAlarm;
}): SyncTemplates {
  return async (appId) => {
    const result = await callWithToken(deps.tokens, appId, (accessToken) =>
      deps.wechat.listTemplates({ accessToken }),
    );
    if (result.kind !== 'ok') {
      const error = wechatError(result);
      if (error.code === 'wechat-refused')
        await deps.raiseAlarm({ appId, during: 'template-sync', error });
      throw error;
    }
    const changes = await deps.storage.templates.sync(appId, result.value);
    deps.catalog.forget(appId);
    return changes;
  };
}
