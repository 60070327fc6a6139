import type { AddBreaker } from './add-breaker.ts';
import type { EngineCall } from './engine-call.ts';
import { toBullCallbackJob } from './callback-job.ts';
import { toBullJob, type BullJob } from './push-job.ts';
import type { PushQueues } from './push-queues.ts';
import type { PushQueue } from './queue-engine.ts';
import { callbacksKey } from './queue-key.ts';
import type { PushJob, QueueHub } from './queue-hub.ts';

export type PushAdder = Pick<
  QueueHub,
  'isAvailable' | 'addPushes' | 'tryAddPushes' | 'addCallbacks'
>;

export type PushAdderOptions = {
  queues: Pick<PushQueues, 'open'>;
  call: EngineCall;
  breaker: AddBreaker;
  isUp: () => boolean;
};

const mostInOneTrip = 1000;
const patientTimeoutMs = 5000;
const hastyTimeoutMs = 250;

async function addTrip(queue: PushQueue, jobs: readonly BullJob[]): Promise<void> {
  const [first, ...others] = jobs;
  if (first === undefined) return;
  // On PostgreSQL a bulk of one costs four times as much as an add.
  if (others.length === 0) await queue.add(first.name, first.data, first.opts);
  else await queue.addBulk([...jobs]);
}

export function createPushAdder({ queues, call, breaker, isUp }: PushAdderOptions): PushAdder {
  const add = async (appId: string, jobs: readonly BullJob[], timeoutMs: number) => {
    for (let start = 0; start < jobs.length; start += mostInOneTrip) {
      const trip = jobs.slice(start, start + mostInOneTrip);
      await call(async () => addTrip(await queues.open(appId), trip), timeoutMs);
    }
  };

  const addOrTrip = async (appId: string, jobs: readonly BullJob[], timeoutMs: number) => {
    try {
      await add(appId, jobs, timeoutMs);
    } catch (error) {
      breaker.trip();
      throw error;
    }
  };

  const isAvailable = () => isUp() && !breaker.isOpen();
  const read = (jobs: readonly PushJob[]) => jobs.map(toBullJob);

  return {
    isAvailable,
    addPushes: async (appId, jobs) => addOrTrip(appId, read(jobs), patientTimeoutMs),
    addCallbacks: async (jobs) =>
      addOrTrip(callbacksKey, jobs.map(toBullCallbackJob), patientTimeoutMs),
    async tryAddPushes(appId, jobs, { timeoutMs = hastyTimeoutMs } = {}) {
      const bullJobs = read(jobs);
      if (!isAvailable()) return false;
      try {
        await addOrTrip(appId, bullJobs, timeoutMs);
        return true;
      } catch {
        // Not an error of the caller's: the push is in PostgreSQL, and a sweep brings the job.
        return false;
      }
    },
  };
}
