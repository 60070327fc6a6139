import { pauseWithoutToken, type Pause } from '@yuexin/domain';
import type { Clock, Logger } from '@yuexin/telemetry';
import type { TokenRefusal } from './app-token.ts';

/** WeChat refuses an app its token: pauses it at once, whoever asked, so that nobody hammers. Never rejects. */
export type RefuseApp = (refusal: TokenRefusal) => Promise<void>;

/** A pause of an app; `kind` never is `template`. */
export type AppPause = Pause & { kind: Exclude<Pause['kind'], 'template'> };

/** The one answer of every process to a refused token (design 7): what it is decides the domain, where it is written the caller. */
export function createRefuseApp(deps: {
  pauseApp: (pause: AppPause & { appId: string }) => Promise<unknown>;
  brake: (appId: string, pause: AppPause) => Promise<void>;
  raiseAlarm: (appId: string, alarm: { code: string; message: string }) => Promise<unknown>;
  clock: Pick<Clock, 'now'>;
  random: () => number;
  logger: Logger;
}): RefuseApp {
  const { pauseApp, brake, raiseAlarm, clock, random, logger } = deps;
  return async ({ kind, appId, errcode, error }) => {
    const errmsg = typeof error.details.errmsg === 'string' ? error.details.errmsg : '';
    const { pause, alarm } = pauseWithoutToken({ kind, errcode, errmsg, now: clock.now(), random });
    try {
      if (pause !== null && isOfApp(pause)) {
        await pauseApp({ appId, ...pause });
        await brake(appId, pause);
      }
      await raiseAlarm(appId, alarm);
    } catch (failure) {
      // The next question to WeChat meets the same refusal and tries again.
      logger.warn('an app without a token could not be paused', { appId, errcode, error: failure });
    }
  };
}

const isOfApp = (pause: Pause): pause is AppPause => pause.kind !== 'template';
