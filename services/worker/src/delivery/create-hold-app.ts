import type { Decision, Pause } from '@yuexin/domain';
import type { QueueHub } from '@yuexin/queue';
import type { Storage } from '@yuexin/storage';
import type { Clock, Logger } from '@yuexin/telemetry';

export type HoldApp = {
  pauseApp(appId: string, pause: Pause): Promise<void>;
  pauseTemplate(input: { appId: string; templateId: string }, pause: Pause): Promise<void>;
  raiseAlarm(appId: string, alarm: NonNullable<Decision['alarm']>): Promise<void>;
};

/** Stops an app or a template and tells the operator. PostgreSQL knows first and decides; the queue's brake only saves work. */
export function createHoldApp(deps: {
  storage: {
    apps: Pick<Storage['apps'], 'pause'>;
    templates: Pick<Storage['templates'], 'pause'>;
    upkeep: Pick<Storage['upkeep'], 'raiseAlarm'>;
  };
  queue: Pick<QueueHub, 'setPaused' | 'holdBack'>;
  clock: Pick<Clock, 'now'>;
  logger: Logger;
}): HoldApp {
  const { storage, queue, clock, logger } = deps;

  const brake = (appId: string, { kind, until }: Pause): Promise<void> => {
    if (kind !== 'quota-minute' || until === null) return queue.setPaused(appId, true);
    return queue.holdBack(appId, Math.max(0, until.getTime() - clock.now().getTime()));
  };
  const pauseApp: HoldApp['pauseApp'] = async (appId, pause) => {
    const { kind, until, reason } = pause;
    // The decision keeps app and template apart by field, the type does not.
    if (kind === 'template') return;
    await storage.apps.pause({ appId, kind, reason, until });
    logger.warn('the app is paused', { appId, kind, until, reason });
    await brake(appId, pause);
  };
  const raiseAlarm: HoldApp['raiseAlarm'] = async (appId, alarm) => {
    const isFirst = await storage.upkeep.raiseAlarm({ appId, ...alarm });
    if (isFirst) logger.warn('alarm', { appId, code: alarm.code, about: alarm.message });
  };

  return {
    pauseApp,
    raiseAlarm,
    pauseTemplate: async ({ appId, templateId }, { reason, until }) => {
      await storage.templates.pause({ appId, templateId, reason, until });
      logger.warn('the template is paused', { appId, templateId, until, reason });
    },
  };
}
