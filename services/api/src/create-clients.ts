import type { ApiConfig } from '@yuexin/config';
import { createQueueHub } from '@yuexin/queue';
import { openStorage } from '@yuexin/storage';
import { createClock, createMetrics, type Logger } from '@yuexin/telemetry';
import { createWechatClient } from '@yuexin/wechat-client';
import { createTokens } from './create-tokens.ts';

/** Everything that holds a connection, with the clock and the metrics they share. Close it, else the process stays. */
export function createClients({ config, logger }: { config: ApiConfig; logger: Logger }) {
  const clock = createClock();
  const metrics = createMetrics({ service: 'api' });
  const settled = metrics.counter({
    name: 'unconfirmed_settled_total',
    help: 'Unconfirmed pushes that operators settled through this process, by their verdict.',
    labels: ['evidence'],
  });
  const storage = openStorage({
    databaseUrl: config.database.url,
    poolMax: config.database.poolMax,
    pooler: config.database.pooler,
    masterKeys: config.masterKeys,
    applicationName: 'yuexin-api',
    logger,
    onEvidence: (evidence, count) => settled.inc({ evidence }, count),
  });
  const queue = createQueueHub({
    queueUrl: config.queue.target,
    prefix: config.queue.prefix,
    logger,
  });
  const wechat = createWechatClient({
    baseUrl: config.wechat.apiBaseUrl,
    logger,
    timeouts: { requestMs: config.send.timeoutMs },
    clock,
  });
  const shared = { storage, queue, wechat, clock, logger };
  const tokens = createTokens({ ...shared, marginMs: config.token.refreshMarginMs });
  return {
    clock,
    metrics,
    storage,
    queue,
    wechat,
    tokens,
    close: async (): Promise<void> => {
      await Promise.all([queue.close(), wechat.close()]);
      await storage.close();
    },
  };
}
