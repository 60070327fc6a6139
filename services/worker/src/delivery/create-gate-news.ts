import type { QueueHub } from '@yuexin/queue';
import type { Logger } from '@yuexin/telemetry';
import type { HoldApp } from './create-hold-app.ts';
import type { GateNews } from './create-wechat-gate.ts';

const unreachableAlarm = 'wechat-unreachable';

/**
 * What an opened circuit means beyond the gate: this process takes no job of the app until a probe may go, the others find out
 * for themselves (one of them may have a road to WeChat that this one lacks, ADR 0011); the operator is told once, and told again
 * when it is over. Never throws; PostgreSQL or the queue being away is only logged.
 */
export function createGateNews(deps: {
  queue: Pick<QueueHub, 'restHere'>;
  holdApp: Pick<HoldApp, 'raiseAlarm' | 'resolveAlarm'>;
  logger: Logger;
}): GateNews {
  const { queue, holdApp, logger } = deps;
  const run = (appId: string, what: string, work: Promise<unknown>): void => {
    work.catch((error: unknown) => logger.warn(`${what} failed`, { appId, error }));
  };
  return {
    opened: (appId, { forMs, isFirst }) => {
      queue.restHere(appId, forMs);
      if (!isFirst) return;
      logger.warn('WeChat does not answer; the pushes of the app wait', { appId });
      const message =
        'WeChat cannot be reached, or does not answer. Pushes wait, no attempt is used up; a probe every few seconds finds out when it is back.';
      run(appId, 'an alarm', holdApp.raiseAlarm(appId, { code: unreachableAlarm, message }));
    },
    answered: (appId, { wasOpen }) => {
      if (wasOpen) logger.info('WeChat answers again', { appId });
      run(appId, 'the end of an alarm', holdApp.resolveAlarm(appId, unreachableAlarm));
    },
  };
}
