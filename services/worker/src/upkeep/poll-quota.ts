import type { AppRow, Storage } from '@yuexin/storage';
import type { Logger } from '@yuexin/telemetry';
import type { TokenSource, WechatClient } from '@yuexin/wechat-client';
import { callWithToken } from './call-with-token.ts';
import { forEachApp } from './for-each-app.ts';
import type { Sweep } from './sweep.ts';

const cgiPath = '/cgi-bin/message/subscribe/send';
const perAppMs = 10 * 60_000;

/** How much of the day's sends is used, as WeChat counts it. */
export function pollQuota(deps: {
  storage: {
    apps: Pick<Storage['apps'], 'list'>;
    upkeep: Pick<Storage['upkeep'], 'takeTurn' | 'saveQuota'>;
  };
  tokens: Pick<TokenSource, 'get' | 'refused'>;
  wechat: Pick<WechatClient, 'getQuota'>;
  logger: Logger;
}): Sweep {
  const { storage, tokens, wechat, logger } = deps;
  const poll = async ({ appId }: AppRow): Promise<number> => {
    if (!(await storage.upkeep.takeTurn(`poll-quota ${appId}`, perAppMs))) return 0;
    const result = await callWithToken(tokens, appId, (accessToken) =>
      wechat.getQuota({ accessToken, cgiPath }),
    );
    if (result.kind !== 'ok') {
      logger.info('the quota could not be read', { appId, result });
      return 0;
    }
    const { dailyLimit, used, remain } = result.value;
    await storage.upkeep.saveQuota({ appId, cgiPath, dailyLimit, used, remain });
    return 1;
  };
  return {
    name: 'poll-quota',
    everyMs: 60_000,
    isShared: true,
    run: (signal) =>
      forEachApp(
        { apps: storage.apps, logger },
        { what: 'the poll of the quota', signal, work: poll },
      ),
  };
}
