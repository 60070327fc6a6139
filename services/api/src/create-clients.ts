import type { ApiConfig } from '@yuexin/config';
import { createQueueHub } from '@yuexin/queue';
import { openStorage } from '@yuexin/storage';
import { createClock, createMetrics, type Logger } from '@yuexin/telemetry';
import { createRefuseApp, createTokenSource, createWechatClient } from '@yuexin/wechat-client';
import { createBrakeQueue } from './use-cases/brake-queue.ts';

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
  const brake = createBrakeQueue({ queue, logger });
  const refuseApp = createRefuseApp({
    pauseApp: (pause) => storage.apps.pause(pause),
    // A minute's pause is over before a brake of ours would be taken off.
    brake: async (appId, { kind }) => {
      if (kind !== 'quota-minute') await brake.setPaused(appId, true);
    },
    raiseAlarm: (appId, alarm) => storage.upkeep.raiseAlarm({ appId, ...alarm }),
    ...{ clock, random: Math.random, logger },
  });
  const tokens = createTokenSource({
    client: wechat,
    store: storage.tokens,
    readSecret: async (appId) => (await storage.apps.readSecrets(appId))?.appSecret ?? null,
    logger,
    marginMs: config.token.refreshMarginMs,
    onRefused: (refusal) => void refuseApp(refusal),
    onConflict: ({ appId, message }) => {
      const alarm = { appId, code: 'token-conflict', message };
      storage.upkeep.raiseAlarm(alarm).catch((error: unknown) => {
        logger.warn('an alarm could not be raised', { appId, code: alarm.code, error });
      });
    },
    clock,
  });
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
