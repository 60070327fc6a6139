import type { Sweeps } from '@yuexin/storage';
import type { Logger } from '@yuexin/telemetry';
import type { Sweep } from './sweep.ts';

/** Pauses whose end has come: the apps' brakes come off and what waited goes back on their queues. */
export function endPauses(deps: {
  sweeps: Pick<Sweeps, 'endPauses'>;
  resumeApp: (appId: string, signal: AbortSignal) => Promise<void>;
  logger: Logger;
}): Sweep {
  return {
    name: 'end-pauses',
    everyMs: 1_000,
    isShared: true,
    run: async (signal) => {
      const { appIds, touched } = await deps.sweeps.endPauses();
      for (const appId of appIds) {
        deps.logger.info('a pause of the app is over', { appId });
        await deps.resumeApp(appId, signal);
      }
      return touched;
    },
  };
}
