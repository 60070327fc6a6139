import type { WorkerConfig } from '@yuexin/config';
import type { QueueHub } from '@yuexin/queue';
import type { Storage } from '@yuexin/storage';
import type { Clock, Logger } from '@yuexin/telemetry';
import type { TokenSource, WechatClient } from '@yuexin/wechat-client';
import { v7 as uuidv7 } from 'uuid';
import { createApplyEffects } from './delivery/apply-effects.ts';
import { createClaimPush } from './delivery/create-claim-push.ts';
import { createDeliverPush } from './delivery/create-deliver-push.ts';
import { createGateNews } from './delivery/create-gate-news.ts';
import type { HoldApp } from './delivery/create-hold-app.ts';
import { createReadyToken } from './delivery/create-ready-token.ts';
import { createSettleAttempt } from './delivery/create-settle-attempt.ts';
import { createWechatGate } from './delivery/create-wechat-gate.ts';
import { createReportAttempt } from './delivery/report-attempt.ts';
import { createSendSignals } from './delivery/send-signals.ts';
import { createOncePer } from './flow/create-once-per.ts';
import { createSemaphore } from './flow/create-semaphore.ts';
import { sleep } from './flow/sleep.ts';
import type { QueueFeeder } from './queue-feeder.ts';
import type { PushSpans } from './tracing/push-spans.ts';
import type { WorkerMetrics } from './worker-metrics.ts';

const sameNewsMs = 1_000;
/** For answers that are here already to be written down, once no more sends run. */
const lastSettlesMs = 3_000;

export type DeliveryParts = {
  storage: Pick<Storage, 'hotPath'>;
  queue: Pick<QueueHub, 'isAvailable' | 'restHere'>;
  wechat: WechatClient;
  tokens: TokenSource;
  feeder: QueueFeeder;
  holdApp: HoldApp;
  workerId: string;
  clock: Clock;
  logger: Logger;
  metrics: WorkerMetrics;
  spans: PushSpans;
};

/** Everything between a job and its settled push, and its end: `stopTaking`, then `finish`. */
export function composeDelivery(config: WorkerConfig, parts: DeliveryParts) {
  const { feeder, clock, logger, metrics } = parts;
  const { hotPath } = parts.storage;
  const stopTaking = new AbortController();
  const giveUp = new AbortController();
  const random = Math.random;
  const isNews = createOncePer({ windowMs: sameNewsMs, monotonicMs: () => clock.monotonicMs() });
  const sendSignals = createSendSignals({ clock });
  const places = createSemaphore(config.worker.concurrencyMax);
  const news = createGateNews(parts);
  const gate = createWechatGate({ clock, random, news, stopTaking: stopTaking.signal });
  const handler = createDeliverPush({
    gate,
    readyToken: createReadyToken({ ...parts, isNews, stopTaking: stopTaking.signal }),
    claimPush: createClaimPush({
      hotPath,
      workerId: parts.workerId,
      sendTimeoutMs: config.send.timeoutMs,
      maxWaiting: config.worker.concurrencyMax,
      newId: () => uuidv7(),
      stopTaking: stopTaking.signal,
      clock,
      random,
      metrics,
    }),
    settleAttempt: createSettleAttempt({
      ...{ hotPath, feeder, logger, metrics, random },
      giveUp: giveUp.signal,
    }),
    applyEffects: createApplyEffects({ ...parts, isNews }),
    reportAttempt: createReportAttempt({ logger, metrics, clock }),
    tokens: parts.tokens,
    wechat: parts.wechat,
    sendSignals,
    places,
    spans: parts.spans,
    stopTaking: stopTaking.signal,
    isNews,
    clock,
    random,
    logger,
    metrics,
  });

  return {
    handler,
    circuits: () => gate.states(),
    running: () => places.taken(),
    stopTaking: () => stopTaking.abort(),
    /** Ends what still runs after the consumers' deadline, and writes down what it learned. */
    finish: async (): Promise<void> => {
      sendSignals.abortAll();
      await Promise.race([places.idle(), sleep(lastSettlesMs, giveUp.signal)]);
      giveUp.abort();
      await places.idle();
      await feeder.drain();
    },
  };
}
