import type { AppError } from '@yuexin/errors';
import type { Storage } from '@yuexin/storage';
import type { Logger } from '@yuexin/telemetry';

export type RaiseAlarm = (input: {
  appId: string;
  during: string;
  error: AppError;
}) => Promise<void>;

/** Tells the operators that WeChat refuses an app for a reason they must mend. Never hides the refusal itself by failing. */
export function createRaiseAlarm(deps: {
  upkeep: Pick<Storage['upkeep'], 'raiseAlarm'>;
  logger: Logger;
}): RaiseAlarm {
  return async ({ appId, during, error }) => {
    const { errcode, errmsg } = error.details;
    const message = `During ${during} WeChat answered ${String(errcode)}: ${String(errmsg)}`;
    try {
      await deps.upkeep.raiseAlarm({ appId, code: `wechat-refused-${during}`, message });
    } catch (failure) {
      deps.logger.error('an alarm could not be stored', { appId, message, error: failure });
    }
  };
}
