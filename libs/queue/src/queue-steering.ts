import type { EngineCall } from './engine-call.ts';
import { pushJobId } from './push-job.ts';
import type { PushQueues } from './push-queues.ts';
import type { QueueEngine } from './queue-engine.ts';
import type { QueueHub } from './queue-hub.ts';

export type QueueSteering = Pick<
  QueueHub,
  'setPaused' | 'setRate' | 'holdBack' | 'hasMarker' | 'setMarker' | 'findMissing' | 'counts'
>;

export type QueueSteeringOptions = {
  engine: Pick<QueueEngine, 'hasMarker' | 'setMarker' | 'findMissing'>;
  queues: PushQueues;
  call: EngineCall;
};

/** Brakes, marker, gaps and counts of the apps' queues. */
export function createQueueSteering(options: QueueSteeringOptions): QueueSteering {
  const { engine, queues, call } = options;
  /** Apps whose jobs are being put back, as far as this process knows. */
  const foundMissing = new Set<string>();
  return {
    setPaused: (appId, isPaused) =>
      call(async () => {
        const queue = await queues.open(appId);
        await (isPaused ? queue.pause() : queue.resume());
      }),
    setRate: (appId, perSecond) => call(() => queues.setRate(appId, perSecond)),
    holdBack: (appId, ms) =>
      call(async () => {
        await queues.ensureLimits(appId);
        await (await queues.open(appId)).rateLimit(Math.max(1, Math.ceil(ms)));
      }),
    hasMarker: (appId) =>
      call(async () => {
        const isThere = await engine.hasMarker(appId);
        if (!isThere) foundMissing.add(appId);
        return isThere;
      }),
    setMarker: (appId) =>
      call(async () => {
        await queues.ensureLimits(appId);
        await engine.setMarker(appId, foundMissing.has(appId));
        foundMissing.delete(appId);
      }),
    findMissing: (appId, pushes) =>
      call(async () => {
        const missing = new Set(await engine.findMissing(appId, pushes.map(pushJobId)));
        return pushes.filter((push) => missing.has(pushJobId(push)));
      }),
    counts: (appId) =>
      call(async () => {
        const queue = await queues.open(appId);
        return queue.getJobCounts('active', 'waiting', 'prioritized', 'delayed', 'failed');
      }),
  };
}
