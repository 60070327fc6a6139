import type { TakenJob } from './queue-engine.ts';
import type { JobWait } from './queue-hub.ts';

/** The wait of a job, from what BullMQ keeps with it. */
export function waitOf({ timestamp, opts, processedOn, attemptsStarted }: TakenJob): JobWait {
  const delayMs = opts?.delay ?? 0;
  const isDelayed = delayMs > 0;
  if (timestamp === undefined || processedOn === undefined || attemptsStarted !== 1)
    return { isDelayed, ms: null };
  return { isDelayed, ms: Math.max(0, processedOn - timestamp - delayMs) };
}
