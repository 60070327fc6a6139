import { sayTemplateDrift } from '@yuexin/domain';
import type { AppRow, Storage } from '@yuexin/storage';
import type { Clock, Logger } from '@yuexin/telemetry';
import type { TokenSource, WechatClient } from '@yuexin/wechat-client';
import { callWithToken } from './call-with-token.ts';
import { forEachApp } from './for-each-app.ts';
import type { Sweep } from './sweep.ts';

/** gettemplate has a small daily quota (wechat-facts 1.6): a list is good for six hours. */
const freshMs = 6 * 3_600_000;
/** One that could not be had is asked for again sooner. */
const perAppMs = 30 * 60_000;

/**
 * Templates as WeChat lists them now: new ones become usable, deleted ones are refused at the door, and an
 * alarm tells of waiting pushes that are hurt. These stay and are sent: WeChat has the last word (40037: dead, to be replayed).
 */
export function syncTemplates(deps: {
  storage: {
    apps: Pick<Storage['apps'], 'list'>;
    templates: Pick<Storage['templates'], 'list' | 'sync'>;
    upkeep: Pick<Storage['upkeep'], 'takeTurn' | 'raiseAlarm'>;
  };
  tokens: Pick<TokenSource, 'get' | 'refused'>;
  wechat: Pick<WechatClient, 'listTemplates'>;
  clock: Pick<Clock, 'now'>;
  logger: Logger;
}): Sweep {
  const { storage, tokens, wechat, clock, logger } = deps;
  const isFresh = async (appId: string): Promise<boolean> => {
    const syncedAt = (await storage.templates.list(appId)).map((row) => row.syncedAt.getTime());
    return clock.now().getTime() - Math.max(0, ...syncedAt) < freshMs;
  };
  const sync = async ({ appId }: AppRow): Promise<number> => {
    if (!(await storage.upkeep.takeTurn(`sync-templates ${appId}`, perAppMs))) return 0;
    if (await isFresh(appId)) return 0;
    const result = await callWithToken(tokens, appId, (accessToken) =>
      wechat.listTemplates({ accessToken }),
    );
    if (result.kind !== 'ok') {
      logger.warn('templates could not be listed; they are asked for again', {
        appId,
        result,
      });
      return 0;
    }
    const { added, changed, removed, hurt } = await storage.templates.sync(appId, result.value);
    const touched = added.length + changed.length + removed.length;
    if (touched > 0) logger.info('templates changed', { appId, added, changed, removed });
    if (hurt.length > 0) {
      const message = sayTemplateDrift(hurt);
      await storage.upkeep.raiseAlarm({ appId, code: 'template-drift', message });
    }
    return touched;
  };
  return {
    name: 'sync-templates',
    everyMs: 60_000,
    isShared: true,
    run: (signal) =>
      forEachApp(
        { apps: storage.apps, logger },
        { what: 'the sync of templates', signal, work: sync },
      ),
  };
}
