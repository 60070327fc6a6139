import { sayTemplateDrift } from '@yuexin/domain';
import type { Storage, TemplateSync } from '@yuexin/storage';
import type { TokenSource, WechatClient } from '@yuexin/wechat-client';
import type { AppCatalog } from './app-catalog.ts';
import { presentHurt } from '../../presenters/present-template-change.ts';
import { callWithToken, wechatError } from './call-wechat.ts';
import type { ActingFor, PerformAction } from '../operators/perform-action.ts';
import type { RaiseAlarm } from '../operators/raise-alarm.ts';

export type SyncTemplates = (input: ActingFor & { appId: string }) => Promise<TemplateSync>;

/**
 * Makes our templates of an app what WeChat lists, with an alarm when that hurts waiting pushes. Throws `unavailable` or
 * `wechat-refused`; then nothing is changed.
 */
export function createSyncTemplates(deps: {
  storage: { upkeep: Pick<Storage['upkeep'], 'raiseAlarm'> };
  wechat: Pick<WechatClient, 'listTemplates'>;
  tokens: Pick<TokenSource, 'get' | 'refused'>;
  catalog: AppCatalog;
  raiseAlarm: RaiseAlarm;
  performAction: PerformAction;
}): SyncTemplates {
  return async ({ appId, caller, requestId }) => {
    const result = await callWithToken(deps.tokens, appId, (accessToken) =>
      deps.wechat.listTemplates({ accessToken }),
    );
    if (result.kind !== 'ok') {
      const error = wechatError(result);
      if (error.code === 'wechat-refused')
        await deps.raiseAlarm({ appId, during: 'template-sync', error });
      throw error;
    }
    const changes = await deps.performAction({ caller, requestId }, async ({ templates }) => {
      const synced = await templates.sync(appId, result.value);
      const after = { ...synced, hurt: synced.hurt.map(presentHurt) };
      const action = { action: 'template.sync', target: `app:${appId}`, appId, after };
      return { result: synced, action };
    });
    deps.catalog.forget(appId);
    if (changes.hurt.length > 0) {
      const message = sayTemplateDrift(changes.hurt);
      await deps.storage.upkeep.raiseAlarm({ appId, code: 'template-drift', message });
    }
    return changes;
  };
}
