import { DelayedError, WaitingError } from 'bullmq';
import type { z } from 'zod';
import type { JobsInHand } from './jobs-in-hand.ts';
import type { PushProcessor, TakenJob } from './queue-engine.ts';
import type { JobFate } from './queue-hub.ts';
import { errorText, type QueueLogger } from './queue-logger.ts';

export type JobProcessorOptions<Payload extends object> = {
  /** What every line of the log names. */
  facts: Record<string, string>;
  /** How the log says that the handler threw. */
  threw: string;
  payload: z.ZodType<Payload>;
  handle: (payload: Payload, job: TakenJob) => Promise<JobFate>;
  inHand: JobsInHand;
  logger: QueueLogger;
};

type Fate = JobFate | { kind: 'give-back' };

const bugDelayMs = { least: 1000, most: 5000 };
const randomBugDelayMs = () =>
  bugDelayMs.least + Math.random() * (bugDelayMs.most - bugDelayMs.least);

/** What BullMQ does with a job is decided here and nowhere else; no way leads to `failed`. */
export function createJobProcessor<Payload extends object>(
  options: JobProcessorOptions<Payload>,
): PushProcessor {
  const { facts, handle, inHand, logger } = options;

  const decide = async (job: TakenJob): Promise<Fate> => {
    const payload = options.payload.safeParse(job.data);
    if (!payload.success) {
      logger.error('a job that cannot be read was dropped', { ...facts, jobId: job.id });
      return { kind: 'complete' };
    }
    if (inHand.isStopping()) return { kind: 'give-back' };
    try {
      return await handle(payload.data, job);
    } catch (error) {
      logger.error(options.threw, { ...facts, ...payload.data, error: errorText(error) });
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
      const about = { ...facts, jobId: job.id, error: errorText(error) };
      logger.warn('a job could not be put back', about);
    }
    // Both tell BullMQ that the job is no longer this worker's, so that it is neither completed nor failed.
    throw fate.kind === 'later' ? new DelayedError() : new WaitingError();
  };
}
