import type { QueueHub } from '@yuexin/queue';
import type { Logger } from '@yuexin/telemetry';

export type BrakeQueue = {
  setPaused(appId: string, isPaused: boolean): Promise<void>;
  setRate(appId: string, perSecond: number | null): Promise<void>;
};

/**
 * Tells the queue of a pause or a rate, as far as it listens: PostgreSQL has decided already, and the worker asserts both
 * again each minute. Never fails.
 */
export function createBrakeQueue(deps: {
  queue: Pick<QueueHub, 'setPaused' | 'setRate' | 'isAvailable'>;
  logger: Logger;
}): BrakeQueue {
  const tell = async (appId: string, act: () => Promise<void>): Promise<void> => {
    if (!deps.queue.isAvailable()) return;
    try {
      await act();
    } catch (error) {
      deps.logger.warn('the queue could not be told of a change', { appId, error });
    }
  };
  return {
    setPaused: (appId, isPaused) => tell(appId, () => deps.queue.setPaused(appId, isPaused)),
    setRate: (appId, perSecond) => tell(appId, () => deps.queue.setRate(appId, perSecond)),
  };
}
