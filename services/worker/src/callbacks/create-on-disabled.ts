import { showId } from '@yuexin/domain';
import type { DisabledEndpoint, UpkeepRepository } from '@yuexin/storage';
import type { Logger } from '@yuexin/telemetry';
import type { WorkerMetrics } from '../worker-metrics.ts';

export type OnDisabled = (disabled: DisabledEndpoint) => void;

/** An operator and, by the endpoint's state, its caller are told. */
export function createOnDisabled(deps: {
  upkeep: Pick<UpkeepRepository, 'raiseAlarm'>;
  logger: Logger;
  metrics: Pick<WorkerMetrics, 'endpointsDisabled'>;
}): OnDisabled {
  const { upkeep, logger, metrics } = deps;
  return ({ id, url, reason }) => {
    metrics.endpointsDisabled.inc();
    const endpointId = showId('endpoint', id);
    logger.warn('an endpoint was disabled', { endpointId, reason: reason.code });
    const message = `The webhook endpoint ${endpointId} at ${new URL(url).host} is told nothing more. ${reason.message}`;
    const alarm = { appId: null, code: `webhook-disabled:${endpointId}`, message };
    upkeep.raiseAlarm(alarm).catch((error: unknown) => {
      logger.warn('an alarm could not be raised', { code: alarm.code, error });
    });
  };
}
