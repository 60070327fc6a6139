import { normaliseError } from '@yuexin/errors';
import type { AppRepository } from '@yuexin/storage';
import type { Clock, Logger } from '@yuexin/telemetry';
import type { TokenSource } from '@yuexin/wechat-client';
import type { HoldApp } from '../delivery/create-hold-app.ts';
import { forEachApp } from './for-each-app.ts';
import type { Sweep } from './sweep.ts';

/** WeChat freezes those who hammer it with a wrong secret. The pushes that meet the refusal pause the app. */
const restMs = 5 * 60_000;
const alarmCode = 'token-refused';

/** Tokens are refreshed before they end, so that no push waits for one. */
export function refreshTokens(deps: {
  apps: Pick<AppRepository, 'list'>;
  tokens: Pick<TokenSource, 'refreshEarly'>;
  holdApp: Pick<HoldApp, 'raiseAlarm' | 'resolveAlarm'>;
  clock: Pick<Clock, 'monotonicMs'>;
  logger: Logger;
}): Sweep {
  const restsUntilMs = new Map<string, number>();

  const refresh = async (appId: string): Promise<number> => {
    const nowMs = deps.clock.monotonicMs();
    if (nowMs < (restsUntilMs.get(appId) ?? 0)) return 0;
    try {
      const isRefreshed = await deps.tokens.refreshEarly(appId);
      restsUntilMs.delete(appId);
      if (!isRefreshed) return 0;
      await deps.holdApp.resolveAlarm(appId, alarmCode);
      return 1;
    } catch (thrown) {
      const { code, message } = normaliseError(thrown);
      if (code !== 'wechat-refused') throw thrown;
      restsUntilMs.set(appId, nowMs + restMs);
      await deps.holdApp.raiseAlarm(appId, { code: alarmCode, message });
      return 0;
    }
  };
  return {
    name: 'refresh-tokens',
    everyMs: 15_000,
    isShared: true,
    run: (signal) =>
      forEachApp(deps, {
        what: 'the early refresh of a token',
        signal,
        work: ({ appId }) => refresh(appId),
      }),
  };
}
