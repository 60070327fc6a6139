import { DelayedError, WaitingError } from 'bullmq';
import type { JobsInHand } from './jobs-in-hand.ts';
import { pushPayload } from './push-job.ts';
import type { PushProcessor, TakenJob } from './queue-engine.ts';
import type { JobFate, PushJobHandler } from './queue-hub.ts';
import { errorText, type QueueLogger } from './queue-logger.ts';

export type PushProcessorOptions = {
  appId: string;
  handler: PushJobHandler;
  inHand: JobsInHand;
  logger: QueueLogger;
};

type Fate = JobFate | { kind: 'give-back' };

const bugDelayMs = { least: 1000, most: 5000 };
const randomBugDelayMs = () =>
  bugDelayMs.least + Math.random() * (bugDelayMs.most - bugDelayMs.least);

/** What BullMQ does with a job is decided here and nowhere else; no way leads to `failed`. */
export function createPushProcessor(options: PushProcessorOptions): PushProcessor {
  const { appId, handler, inHand, logger } = options;

  const decide = async (job: TakenJob): Promise<Fate> => {
    const payload = pushPayload.safeParse(job.data);
    if (!payload.success) {
      logger.error('a job that cannot be read was dropped', { appId, jobId: job.id });
      return { kind: 'complete' };
    }
    if (inHand.isStopping()) return { kind: 'give-back' };
    try {
      return await handler({ appId, ...payload.data });
    } catch (error) {
      const { pushId, cycle } = payload.data;
      logger.error('a push job handler threw', { appId, pushId, cycle, error: errorText(error) });
      return { kind: 'later', delayMs: randomBugDelayMs() };
    }
  };

  return async (job, token) => {
    const fate = await inHand.hold<Fate>(decide(job), { kind: 'give-back' });
    if (fate.kind === 'complete') return;
    try {
      // PostgreSQL refuses a fraction of a millisecond.
      if (fate.kind === 'later')
        await job.moveToDelayed(Date.now() + Math.ceil(fate.delayMs), token);
      else await job.moveToWait(token);
    } catch (error) {
      // The job stays where it is until its lock runs out; then the engine hands it to a worker again.
      logger.warn('a job could not be put back', { appId, jobId: job.id, error: errorText(error) });
    }
    // Both tell BullMQ that the job is no longer this worker's, so that it is neither completed nor failed.
    throw fate.kind === 'later' ? new DelayedError() : new WaitingError();
  };
}
