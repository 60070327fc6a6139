import type { QueueHub } from '@yuexin/queue';
import type { Storage } from '@yuexin/storage';
import type { Clock, Logger } from '@yuexin/telemetry';
import {
  createRefuseApp,
  createTokenSource,
  type TokenSource,
  type WechatClient,
} from '@yuexin/wechat-client';
import { createBrakeQueue } from './use-cases/apps/brake-queue.ts';

/** The api's access tokens. An app whose secret WeChat refuses is paused here as in the worker. */
export function createTokens(deps: {
  storage: Storage;
  queue: QueueHub;
  wechat: WechatClient;
  marginMs: number;
  clock: Clock;
  logger: Logger;
}): TokenSource {
  const { storage, queue, wechat, marginMs, clock, logger } = deps;
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
  return createTokenSource({
    client: wechat,
    store: storage.tokens,
    readSecret: async (appId) => (await storage.apps.readSecrets(appId))?.appSecret ?? null,
    logger,
    marginMs,
    onRefused: (refusal) => void refuseApp(refusal),
    onConflict: ({ appId, message }) => {
      const alarm = { appId, code: 'token-conflict', message };
      storage.upkeep.raiseAlarm(alarm).catch((error: unknown) => {
        logger.warn('an alarm could not be raised', { appId, code: alarm.code, error });
      });
    },
    clock,
  });
}
