import type { CallbackJobHandler, PushConsumer, QueueHub } from '@yuexin/queue';
import type { Clock, Logger } from '@yuexin/telemetry';
import { sleep } from '../flow/sleep.ts';

export type CallbackConsumer = {
  start(): void;
  /** Takes no more jobs, waits at most `deadlineMs` for those in hand, gives the rest back. */
  stop(deadlineMs: number): Promise<void>;
};

const lookEveryMs = 2_000;
/** An engine that lost its connection finds it again by itself; one that is silent so long is replaced. */
const maxSilenceMs = 30_000;

/** Keeps one consumer of the queue of callbacks running, whatever happens to the queue. */
export function createCallbackConsumer(deps: {
  queue: Pick<QueueHub, 'consumeCallbacks'>;
  handler: CallbackJobHandler;
  concurrency: number;
  clock: Pick<Clock, 'monotonicMs'>;
  logger: Logger;
}): CallbackConsumer {
  const { queue, handler, concurrency, clock, logger } = deps;
  const stopping = new AbortController();
  let consumer: PushConsumer | null = null;
  let runningAtMs = 0;
  let looping: Promise<void> = Promise.resolve();

  const open = async (): Promise<void> => {
    try {
      consumer = await queue.consumeCallbacks(handler, { concurrency });
      runningAtMs = clock.monotonicMs();
    } catch (error) {
      logger.warn('the queue of callbacks cannot be served yet', { error });
    }
  };
  const look = async (): Promise<void> => {
    if (consumer === null) return open();
    if (consumer.isRunning()) runningAtMs = clock.monotonicMs();
    if (clock.monotonicMs() - runningAtMs <= maxSilenceMs) return;
    logger.warn('the consumer of callbacks is silent and is replaced');
    const silent = consumer;
    consumer = null;
    void silent.close(0);
    await open();
  };
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await look();
      await sleep(lookEveryMs, stopping.signal);
    }
  };

  return {
    start: () => {
      looping = loop();
    },
    stop: async (deadlineMs) => {
      stopping.abort();
      await consumer?.close(deadlineMs);
      await looping;
      // One that was still opening is there now; closing twice is harmless.
      await consumer?.close(0);
    },
  };
}
