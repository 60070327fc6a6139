import { callbackPayload } from './callback-job.ts';
import { createJobProcessor } from './job-processor.ts';
import type { JobsInHand } from './jobs-in-hand.ts';
import type { PushProcessor } from './queue-engine.ts';
import type { CallbackJobHandler } from './queue-hub.ts';
import type { QueueLogger } from './queue-logger.ts';

/** Jobs of the one queue of callbacks. */
export function createCallbackProcessor(options: {
  handler: CallbackJobHandler;
  inHand: JobsInHand;
  logger: QueueLogger;
}): PushProcessor {
  const { handler, inHand, logger } = options;
  return createJobProcessor({
    ...{ inHand, logger },
    facts: { queue: 'callbacks' },
    threw: 'a callback job handler threw',
    payload: callbackPayload,
    handle: (payload) => handler(payload),
  });
}
