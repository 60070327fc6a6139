import { sendPath } from '@yuexin/domain';
import type { WorkerConfig } from '@yuexin/config';
import { createQueueHub } from '@yuexin/queue';
import { openStorage } from '@yuexin/storage';
import {
  createClock,
  createMetrics,
  measureClients,
  type Logger,
  type Shutdown,
  type Tracing,
} from '@yuexin/telemetry';
import { createWechatClient } from '@yuexin/wechat-client';
import { createPushSpans } from './tracing/push-spans.ts';
import { createWorkerMetrics } from './worker-metrics.ts';

/** Everything that holds a connection, with the clock, the metrics and the spans they share; each is closed later. */
export function openClients(input: {
  config: WorkerConfig;
  logger: Logger;
  closeLater: Shutdown['add'];
  tracing: Tracing | null;
}) {
  const { config, logger, closeLater, tracing } = input;
  const clock = createClock();
  const registry = createMetrics({ service: 'worker' });
  const metrics = createWorkerMetrics(registry);
  const storage = openStorage({
    databaseUrl: config.database.url,
    poolMax: config.database.poolMax,
    pooler: config.database.pooler,
    masterKeys: config.masterKeys,
    applicationName: 'yuexin-worker',
    logger,
    onEvidence: (evidence, count) => metrics.unconfirmedSettled.inc({ evidence }, count),
    onGrantDrift: ({ appId: app, templateId: template, voided }) => {
      metrics.grantDrift.inc({ app, template });
      metrics.grantsVoided.inc({ app, template }, voided);
    },
  });
  closeLater('storage', () => storage.close());
  const { target, prefix } = config.queue;
  const queue = createQueueHub({
    ...{ queueUrl: target, prefix, logger },
    isTraced: tracing !== null,
  });
  closeLater('queue', () => queue.close());
  const wechat = createWechatClient({
    baseUrl: config.wechat.apiBaseUrl,
    logger,
    timeouts: { requestMs: config.send.timeoutMs },
    maxSendConnections: config.worker.concurrencyMax,
    onCall: ({ endpoint, result, errcode }) => {
      // The send has metrics of its own.
      if (endpoint !== sendPath)
        metrics.wechatCalls.inc({
          endpoint,
          result,
          errcode: errcode === null ? '' : `${errcode}`,
        });
    },
  });
  closeLater('wechat', () => wechat.close());
  measureClients({
    metrics: registry,
    database: () => storage.connections(),
    isQueueAvailable: () => queue.isAvailable(),
  });
  const spans = createPushSpans({ tracing, pushTraces: storage.pushTraces, clock });
  return { clock, registry, metrics, storage, queue, wechat, spans };
}
