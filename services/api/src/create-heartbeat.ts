import type { Storage } from '@yuexin/storage';
import type { Logger } from '@yuexin/telemetry';

export type Heartbeat = { start(): void; stop(): void };

const everyMs = 1000;

/**
 * Says once a second that this api listens: silence of WeChat's events counts as evidence only while somebody could hear
 * them (design 5). A beat that fails is a gap, as it should be; beats never overlap.
 */
export function createHeartbeat(deps: {
  upkeep: Pick<Storage['upkeep'], 'beat'>;
  processId: string;
  logger: Logger;
}): Heartbeat {
  const { upkeep, processId, logger } = deps;
  let timer: NodeJS.Timeout | null = null;
  let isBeating = false;
  let wasFailing = false;

  const beat = async (): Promise<void> => {
    if (isBeating) return;
    isBeating = true;
    try {
      await upkeep.beat({ processId, role: 'api' });
      wasFailing = false;
    } catch (error) {
      // Once for each gap: a line a second would hide the rest of the log.
      if (!wasFailing) logger.warn('the heartbeat could not be written', { error });
      wasFailing = true;
    } finally {
      isBeating = false;
    }
  };

  return {
    start: () => {
      void beat();
      timer ??= setInterval(() => void beat(), everyMs);
      timer.unref();
    },
    stop: () => {
      if (timer !== null) clearInterval(timer);
      timer = null;
    },
  };
}
