import type { Priority } from '@yuexin/domain';
import type { JobsOptions } from 'bullmq';
import { z } from 'zod';
import type { PushJob } from './queue-hub.ts';

/** Ids only, never documents: the truth is in PostgreSQL (design 4). Unknown fields of a newer release are dropped. */
export const pushPayload = z.object({ pushId: z.guid(), cycle: z.int().nonnegative() });
export type PushPayload = z.infer<typeof pushPayload>;

export type BullJob = { name: string; data: object; opts: JobsOptions };

const jobName = 'push';

/** BullMQ runs what has no priority before everything that has one. */
const bullPriority = {
  high: undefined,
  normal: 10,
  low: 20,
} as const satisfies Record<Priority, number | undefined>;

/** The cycle is part of the id because BullMQ silently ignores an id that it still holds. */
export function pushJobId({ pushId, cycle }: PushPayload): string {
  return `${pushId}-${cycle}`;
}

/** Throws ZodError for a job that no consumer could read back. */
export function toBullJob(job: PushJob): BullJob & { data: PushPayload } {
  const data = pushPayload.parse({ pushId: job.pushId, cycle: job.cycle });
  const priority = bullPriority[job.priority];
  const opts: JobsOptions = {
    jobId: pushJobId(data),
    // A job kept in `completed` or `failed` would make its id unusable, and PostgreSQL has the history.
    removeOnComplete: true,
    removeOnFail: true,
    attempts: 1,
    ...(priority === undefined ? {} : { priority }),
    // As bullmq-otel reads it.
    ...(job.traceparent === undefined
      ? {}
      : { telemetry: { metadata: JSON.stringify({ traceparent: job.traceparent }) } }),
    ...(job.delayMs === undefined || job.delayMs <= 0 ? {} : { delay: Math.ceil(job.delayMs) }),
  };
  return { name: jobName, data, opts };
}
