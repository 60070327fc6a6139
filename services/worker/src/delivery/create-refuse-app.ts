import { pauseWithoutToken } from '@yuexin/domain';
import type { AppRepository } from '@yuexin/storage';
import type { Clock, Logger } from '@yuexin/telemetry';
import type { TokenRefusal } from '@yuexin/wechat-client';
import type { Random } from '../flow/jitter.ts';
import type { HoldApp } from './create-hold-app.ts';

/** WeChat refuses an app its token: pauses it at once, whoever asked, so that nobody hammers. Never rejects. */
export type RefuseApp = (refusal: TokenRefusal) => Promise<void>;

export function createRefuseApp(deps: {
  apps: Pick<AppRepository, 'pause'>;
  holdApp: Pick<HoldApp, 'brake' | 'raiseAlarm'>;
  clock: Pick<Clock, 'now'>;
  random: Random;
  logger: Logger;
}): RefuseApp {
  const { apps, holdApp, clock, random, logger } = deps;
  return async ({ kind, appId, errcode, error }) => {
    const errmsg = typeof error.details.errmsg === 'string' ? error.details.errmsg : '';
    const { pause, alarm } = pauseWithoutToken({ kind, errcode, errmsg, now: clock.now(), random });
    try {
      if (pause !== null && pause.kind !== 'template') {
        await apps.pause({ appId, ...pause, kind: pause.kind });
        await holdApp.brake(appId, pause);
      }
      await holdApp.raiseAlarm(appId, alarm);
    } catch (failure) {
      // The next question to WeChat meets the same refusal and tries again.
      logger.warn('an app without a token could not be paused', { appId, errcode, error: failure });
    }
  };
}
