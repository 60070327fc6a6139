import { createJobProcessor } from './job-processor.ts';
import { waitOf } from './job-wait.ts';
import type { JobsInHand } from './jobs-in-hand.ts';
import { pushPayload } from './push-job.ts';
import type { PushProcessor } from './queue-engine.ts';
import type { PushJobHandler } from './queue-hub.ts';
import type { QueueLogger } from './queue-logger.ts';

export type PushProcessorOptions = {
  appId: string;
  handler: PushJobHandler;
  inHand: JobsInHand;
  logger: QueueLogger;
};

/** Jobs of one app's queue. */
export function createPushProcessor(options: PushProcessorOptions): PushProcessor {
  const { appId, handler, inHand, logger } = options;
  return createJobProcessor({
    ...{ inHand, logger },
    facts: { appId },
    threw: 'a push job handler threw',
    payload: pushPayload,
    handle: (payload, job) =>
      handler({
        ...{ appId, ...payload, wait: waitOf(job) },
        hasTrace: job.opts?.telemetry?.metadata !== undefined,
      }),
  });
}
