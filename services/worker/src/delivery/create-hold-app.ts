import type { Decision, Pause } from '@yuexin/domain';
import type { QueueHub } from '@yuexin/queue';
import type { UpkeepRepository } from '@yuexin/storage';
import type { Clock, Logger } from '@yuexin/telemetry';

export type HoldApp = {
  /** Puts the queue's brake on; the pause itself is in PostgreSQL already, written by the settle that learned of it. */
  brake(appId: string, pause: Pause): Promise<void>;
  raiseAlarm(appId: string, alarm: NonNullable<Decision['alarm']>): Promise<void>;
  /** Its cause went away by itself. Does nothing when there is no such alarm. */
  resolveAlarm(appId: string, code: string): Promise<void>;
};

/** Stops an app's queue and tells the operator. PostgreSQL decides; the brake only saves work. */
export function createHoldApp(deps: {
  upkeep: Pick<UpkeepRepository, 'raiseAlarm' | 'resolveAlarm'>;
  queue: Pick<QueueHub, 'setPaused' | 'holdBack'>;
  /** So that the next look for apps asserts what PostgreSQL then says, were the pause ended meanwhile. */
  onBraked: (appId: string) => void;
  clock: Pick<Clock, 'now'>;
  logger: Logger;
}): HoldApp {
  const { upkeep, queue, clock, logger } = deps;
  return {
    brake: async (appId, { kind, until, reason }) => {
      logger.warn('the app is paused', { appId, kind, until, reason });
      try {
        if (kind !== 'quota-minute' || until === null) await queue.setPaused(appId, true);
        else await queue.holdBack(appId, Math.max(0, until.getTime() - clock.now().getTime()));
      } finally {
        deps.onBraked(appId);
      }
    },
    raiseAlarm: async (appId, alarm) => {
      const isFirst = await upkeep.raiseAlarm({ appId, ...alarm });
      if (isFirst) logger.warn('alarm', { appId, code: alarm.code, about: alarm.message });
    },
    resolveAlarm: async (appId, code) => {
      if (await upkeep.resolveAlarm({ appId, code }))
        logger.info('an alarm is over', { appId, code });
    },
  };
}
