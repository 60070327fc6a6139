import type { ApiConfig } from '@yuexin/config';
import { createQueueHub } from '@yuexin/queue';
import { openStorage } from '@yuexin/storage';
import { createClock, createMetrics, measureClients, type Logger } from '@yuexin/telemetry';
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
  measureClients({
    metrics,
    database: () => storage.connections(),
    isQueueAvailable: () => queue.isAvailable(),
  });
  const calls = metrics.counter({
    name: 'wechat_calls_total',
    help: 'Calls of WeChat (logins, phone numbers, tokens, templates) by endpoint and what came of them.',
    labels: ['endpoint', 'result', 'errcode'],
  });
  const wechat = createWechatClient({
    baseUrl: config.wechat.apiBaseUrl,
    logger,
    timeouts: { requestMs: config.send.timeoutMs },
    onCall: ({ endpoint, result, errcode }) =>
      calls.inc({ endpoint, result, errcode: errcode === null ? '' : `${errcode}` }),
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
