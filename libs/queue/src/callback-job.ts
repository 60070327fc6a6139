import type { JobsOptions } from 'bullmq';
import { z } from 'zod';
import type { BullJob } from './push-job.ts';
import type { CallbackJob } from './queue-hub.ts';

/** The id only: the truth is in PostgreSQL. Unknown fields of a newer release are dropped. */
export const callbackPayload = z.object({ callbackId: z.guid() });

const jobName = 'callback';

/** Its attempts are part of the id because BullMQ silently ignores an id that it still holds. Throws ZodError for a job that no consumer could read back. */
export function toBullCallbackJob({ callbackId, attempts }: CallbackJob): BullJob {
  const data = callbackPayload.parse({ callbackId });
  const opts: JobsOptions = {
    jobId: `${callbackId}-${attempts}`,
    removeOnComplete: true,
    removeOnFail: true,
    attempts: 1,
  };
  return { name: jobName, data, opts };
}
