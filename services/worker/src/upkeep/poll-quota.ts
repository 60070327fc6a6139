import { forecastQuota, shanghaiTime, sendPath } from '@yuexin/domain';
import type { AppRow, Storage } from '@yuexin/storage';
import type { Logger } from '@yuexin/telemetry';
import type { TokenSource, WechatClient } from '@yuexin/wechat-client';
import type { HoldApp } from '../delivery/create-hold-app.ts';
import type { WorkerMetrics } from '../worker-metrics.ts';
import { callWithToken } from './call-with-token.ts';
import { forEachApp } from './for-each-app.ts';
import type { Sweep } from './sweep.ts';

const perAppMs = 10 * 60_000;
const quotaAlarm = 'quota-forecast';

type Deps = {
  storage: {
    apps: Pick<Storage['apps'], 'list'>;
    upkeep: Pick<Storage['upkeep'], 'takeTurn' | 'saveQuota' | 'listQuota'>;
  };
  tokens: Pick<TokenSource, 'get' | 'refused'>;
  wechat: Pick<WechatClient, 'getQuota'>;
  holdApp: Pick<HoldApp, 'raiseAlarm' | 'resolveAlarm'>;
  metrics: Pick<WorkerMetrics, 'quotaRemain' | 'quotaLimit' | 'quotaEndsAt'>;
  logger: Logger;
};

/**
 * How much of the day's sends is used, as WeChat counts it, and whether the pace lets it last: an alarm says when it ends,
 * and goes when that no longer holds.
 */
export function pollQuota(deps: Deps): Sweep {
  const { storage, tokens, wechat, logger } = deps;
  const poll = async ({ appId }: AppRow): Promise<number> => {
    if (!(await storage.upkeep.takeTurn(`poll-quota ${appId}`, perAppMs))) return 0;
    const result = await callWithToken(tokens, appId, (accessToken) =>
      wechat.getQuota({ accessToken, cgiPath: sendPath }),
    );
    if (result.kind !== 'ok') {
      logger.info('the quota could not be read', { appId, result });
      return 0;
    }
    const { dailyLimit, used, remain } = result.value;
    await storage.upkeep.saveQuota({ appId, cgiPath: sendPath, dailyLimit, used, remain });
    const endsAt = forecastQuota(await storage.upkeep.listQuota({ appId, cgiPath: sendPath }));
    measure(deps, appId, { dailyLimit, remain, endsAt });
    await tell(deps, appId, { dailyLimit, remain, endsAt });
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

type Forecast = { dailyLimit: number; remain: number; endsAt: Date | null };

function measure({ metrics }: Deps, app: string, { dailyLimit, remain, endsAt }: Forecast): void {
  metrics.quotaLimit.set({ app }, dailyLimit);
  metrics.quotaRemain.set({ app }, remain);
  metrics.quotaEndsAt.set({ app }, endsAt === null ? 0 : endsAt.getTime() / 1_000);
}

async function tell({ holdApp }: Deps, appId: string, forecast: Forecast): Promise<void> {
  const { dailyLimit, remain, endsAt } = forecast;
  if (endsAt === null) {
    await holdApp.resolveAlarm(appId, quotaAlarm);
    return;
  }
  const when = shanghaiTime(endsAt);
  const message =
    remain <= 0
      ? `The day's quota of ${dailyLimit} sends is used up since ${when} (Asia/Shanghai).`
      : `At this pace the day's quota ends at ${when} (Asia/Shanghai): ${remain} of ${dailyLimit} sends remain.`;
  await holdApp.raiseAlarm(appId, { code: quotaAlarm, message });
}
