import { lookup } from 'node:dns';
import { createJudgeAddress, type JudgeAddress } from '@yuexin/callbacks';
import type { WorkerConfig } from '@yuexin/config';
import type { QueueHub } from '@yuexin/queue';
import type { Storage } from '@yuexin/storage';
import type { Clock, Logger } from '@yuexin/telemetry';
import { createCallbackBatchers } from './callbacks/callback-batchers.ts';
import { createCallbackConsumer } from './callbacks/create-callback-consumer.ts';
import { createCallbackHandler } from './callbacks/create-callback-handler.ts';
import { createOnDisabled } from './callbacks/create-on-disabled.ts';
import type { LookUpAll } from './callbacks/guarded-lookup.ts';
import { createPostCallback } from './callbacks/post-callback.ts';
import { createTellCallback } from './callbacks/tell-callback.ts';
import type { PushSpans } from './tracing/push-spans.ts';
import type { WorkerMetrics } from './worker-metrics.ts';

/** Where names lead, and where callbacks may go. */
export type CallbackNetwork = { lookUp: LookUpAll; judgeAddress: JudgeAddress };

/** Calls under way in this process: a hundred endpoints that hang at once still leave the others their places. */
const concurrency = 400;

export type CallbackParts = {
  storage: Pick<Storage, 'callbackDelivery' | 'upkeep'>;
  queue: Pick<QueueHub, 'consumeCallbacks'>;
  clock: Clock;
  logger: Logger;
  metrics: WorkerMetrics;
  spans: PushSpans;
  /** Left out: DNS, and the rules of WEBHOOK_ALLOW_PRIVATE. */
  network?: CallbackNetwork | undefined;
};

/** Everything between a due callback and what its endpoint answered, and its end: `stop`, then `finish`. */
export function composeCallbacks(config: WorkerConfig, parts: CallbackParts) {
  const { storage, clock, logger } = parts;
  const { allowPrivate } = config.webhook;
  const network = parts.network ?? {
    lookUp: lookup,
    judgeAddress: createJudgeAddress({ allowPrivate }),
  };
  const onDisabled = createOnDisabled({
    ...{ upkeep: storage.upkeep, logger },
    metrics: parts.metrics,
  });
  const giveUp = new AbortController();
  let isStopping = false;
  const batchers = createCallbackBatchers({
    delivery: storage.callbackDelivery,
    maxWaiting: concurrency,
    takesNext: () => !isStopping,
    onDisabled,
  });
  const handler = createCallbackHandler({
    batchers,
    tell: createTellCallback({
      post: createPostCallback({ ...network, allowPrivate, clock }),
      ...{ clock, random: Math.random, spans: parts.spans },
    }),
    giveUp: giveUp.signal,
    random: Math.random,
    ...{ logger, metrics: parts.metrics },
  });
  const consumer = createCallbackConsumer({ ...parts, handler, concurrency });

  return {
    /** What follows when an endpoint is disabled, by whatever part of the worker. */
    onDisabled,
    start: () => consumer.start(),
    stop: async (deadlineMs: number): Promise<void> => {
      isStopping = true;
      await consumer.stop(deadlineMs);
    },
    finish: async (): Promise<void> => {
      giveUp.abort();
      await batchers.settle.drain();
    },
  };
}
