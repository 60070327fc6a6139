import type { QueueHub } from '@yuexin/queue';
import type { AppRepository } from '@yuexin/storage';
import type { Logger } from '@yuexin/telemetry';
import type { QueueFeeder } from '../queue-feeder.ts';
import type { RebuildApp } from './rebuild-app.ts';
import type { Sweep } from './sweep.ts';

/** A queue without its marker was wiped (or is new): everything of that app is put back at full speed. */
export function rebuildQueues(deps: {
  apps: Pick<AppRepository, 'list'>;
  queue: Pick<QueueHub, 'hasMarker' | 'setMarker'>;
  feeder: Pick<QueueFeeder, 'isOpen'>;
  rebuildApp: RebuildApp;
  /** A wipe takes the brake and the rate along. */
  onWiped: (appId: string) => void;
  logger: Logger;
}): Sweep {
  const rebuild = async (appId: string, signal: AbortSignal): Promise<number> => {
    if (await deps.queue.hasMarker(appId)) return 0;
    deps.onWiped(appId);
    const added = await deps.rebuildApp(appId, signal);
    await deps.queue.setMarker(appId);
    deps.logger.info('the queue was rebuilt', { appId, added });
    return added;
  };

  return {
    name: 'rebuild-queues',
    everyMs: 1_000,
    isShared: true,
    run: async (signal) => {
      if (!deps.feeder.isOpen()) return 0;
      let total = 0;
      for (const { appId } of await deps.apps.list()) total += await rebuild(appId, signal);
      return total;
    },
  };
}
