import type { AppRepository, AppRow } from '@yuexin/storage';
import type { Clock, Logger } from '@yuexin/telemetry';
import { sleep } from '../flow/sleep.ts';
import type { WorkerMetrics } from '../worker-metrics.ts';
import type { AppConsumers } from './create-app-consumers.ts';
import type { Brakes } from './create-brakes.ts';

export type Consumers = {
  start(): void;
  /** Stops looking for apps and taking jobs; waits at most `deadlineMs` for those in hand. */
  stop(deadlineMs: number): Promise<void>;
  /** When the loop last saw the apps, in monotonic milliseconds; for readiness. */
  lookedAtMs(): number;
};

type Deps = {
  apps: Pick<AppRepository, 'list'>;
  appConsumers: AppConsumers;
  brakes: Brakes;
  clock: Pick<Clock, 'monotonicMs'>;
  logger: Logger;
  metrics: Pick<WorkerMetrics, 'consumersRunning'>;
};

const lookEveryMs = 2_000;

/** Finds apps by looking: a new one is served within seconds, a removed one is let go, a changed pause or rate reaches its queue. */
export function createConsumers(deps: Deps): Consumers {
  const { clock, logger, appConsumers, metrics } = deps;
  const stopping = new AbortController();
  let looping: Promise<void> = Promise.resolve();
  let lookedAt = clock.monotonicMs();
  let hasFailed = false;

  const brake = async (app: AppRow): Promise<void> => {
    try {
      await deps.brakes.assert(app);
    } catch (error) {
      logger.warn('the queue of an app does not follow', { appId: app.appId, error });
    }
  };

  const look = async (): Promise<void> => {
    try {
      const apps = await deps.apps.list();
      lookedAt = clock.monotonicMs();
      hasFailed = false;
      // Brakes first: a new app's rate and pause hold from its first job on.
      await Promise.all(apps.map(brake));
      appConsumers.serve(apps.map((app) => app.appId));
      metrics.consumersRunning.set(appConsumers.appIds().length);
    } catch (error) {
      if (!hasFailed) logger.warn('apps cannot be listed; trying on', { error });
      hasFailed = true;
    }
  };

  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await look();
      await sleep(lookEveryMs, stopping.signal);
    }
  };

  return {
    start: () => {
      looping = loop();
    },
    stop: async (deadlineMs) => {
      stopping.abort();
      // Jobs stop first: a look that hangs on a dead database must not keep them coming.
      await appConsumers.close(deadlineMs);
      await looping;
    },
    lookedAtMs: () => lookedAt,
  };
}
