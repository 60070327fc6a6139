import type { EngineCall } from './engine-call.ts';
import type { PushQueues } from './push-queues.ts';
import type { QueueEngine } from './queue-engine.ts';
import type { QueueHub } from './queue-hub.ts';

export type QueueSteering = Pick<
  QueueHub,
  'setPaused' | 'setRate' | 'holdBack' | 'hasMarker' | 'setMarker' | 'counts'
>;

export type QueueSteeringOptions = {
  engine: Pick<QueueEngine, 'hasMarker' | 'setMarker'>;
  queues: PushQueues;
  call: EngineCall;
};

/** Brakes, marker and counts of the apps' queues. */
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
    counts: (appId) =>
      call(async () => {
        const queue = await queues.open(appId);
        return queue.getJobCounts('active', 'waiting', 'prioritized', 'delayed', 'failed');
      }),
  };
}
