import { createJobsInHand, type JobsInHand } from './jobs-in-hand.ts';
import type {
  PushProcessor,
  PushWorker,
  QueueEngine,
  StallOptions,
  WorkerChoice,
} from './queue-engine.ts';
import type { PushConsumer } from './queue-hub.ts';
import type { QueueLogger } from './queue-logger.ts';
import { settleWithin } from './settle-within.ts';
import { brakeOnErrors } from './worker-brake.ts';
import { createWorkerRest } from './worker-rest.ts';

export type PushConsumerOptions = {
  engine: QueueEngine;
  isUp: () => boolean;
  /** Of its queue. */
  key: string;
  processorOf: (inHand: JobsInHand) => PushProcessor;
  concurrency: number;
  stall: StallOptions;
  telemetry?: WorkerChoice['telemetry'];
  logger: QueueLogger;
  onError: (error: Error) => void;
};

/** For what is given back to reach the engine. */
const graceMs = 1000;

async function openWorker(options: PushConsumerOptions, inHand: JobsInHand): Promise<PushWorker> {
  const { engine, key, processorOf, concurrency, stall, telemetry, onError } = options;
  const worker = engine.openWorker(key, processorOf(inHand), { concurrency, stall, telemetry });
  worker.on('error', onError);
  try {
    await worker.waitUntilReady();
    return worker;
  } catch (error) {
    // BullMQ remembers a failed start for ever: the caller's next try makes a new one.
    await worker.close(true);
    throw error;
  }
}

/** Takes the jobs of one queue, `concurrency` at a time. Waits for the engine; the caller bounds the wait. */
export async function startPushConsumer(options: PushConsumerOptions): Promise<PushConsumer> {
  const { key, logger, isUp, onError } = options;
  const inHand = createJobsInHand();
  const worker = await openWorker(options, inHand);
  const brake = brakeOnErrors({ worker, isUp });
  const rest = createWorkerRest({ worker, mayResume: () => !brake.isBraking() });
  worker.run().catch(onError);

  const close = async (deadlineMs: number): Promise<void> => {
    inHand.stop();
    brake.stop();
    rest.stop();
    const closing = worker.close();
    if ((await settleWithin(closing, deadlineMs)).kind !== 'late') return;
    inHand.giveBack();
    if ((await settleWithin(closing, graceMs)).kind !== 'late') return;
    // The worker ends when the hub cuts its connections; the jobs come back when their locks have run out.
    logger.warn('the queue did not answer, a consumer could not give its jobs back', {
      queue: key,
    });
  };

  let closing: Promise<void> | undefined;
  return {
    isRunning: () =>
      // BullMQ's loop ends while it is paused and has nothing in hand.
      !inHand.isStopping() &&
      isUp() &&
      (rest.isResting() || (worker.isRunning() && !worker.isPaused())),
    rest: (ms) => {
      if (!inHand.isStopping()) rest.begin(ms);
    },
    close: (deadlineMs) => (closing ??= close(deadlineMs)),
  };
}
