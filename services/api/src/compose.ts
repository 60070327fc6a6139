import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { ApiConfig } from '@yuexin/config';
import { createQueueHub } from '@yuexin/queue';
import { openStorage } from '@yuexin/storage';
import { createClock, createMetrics, type Logger } from '@yuexin/telemetry';
import { createTokenSource, createWechatClient } from '@yuexin/wechat-client';
import { createHeartbeat } from './create-heartbeat.ts';
import { createKeyAuthenticator } from './http/authenticate.ts';
import { createHttpApp } from './http/create-http-app.ts';
import { createRateLimit } from './http/create-rate-limit.ts';
import { createOpenApiDocument } from './http/openapi.ts';
import { createSessionTokens } from './http/session-tokens.ts';
import { createRoutes } from './routes/create-routes.ts';
import { createAppCatalog } from './use-cases/app-catalog.ts';
import { createUseCases } from './use-cases/create-use-cases.ts';

/** Shown in the API document; the workspace has one version. */
const version = '0.1.0';

export type Api = {
  server: Server;
  /** Resolves when PostgreSQL answers and migrations are current: from then on requests are served. */
  start(signal: AbortSignal): Promise<void>;
  /** Answers what is in hand and lets long polls go; call after the server takes no more connections. */
  drain(): Promise<void>;
  close(): Promise<void>;
};

/** Builds everything the api is made of: the one place that constructs clients. Opens no socket but those of the queue. */
export function composeApi(input: {
  config: ApiConfig;
  logger: Logger;
  rateLimitPerMinute?: number;
}): Api {
  const { config, logger } = input;
  const clock = createClock();
  const metrics = createMetrics({ service: 'api' });
  const stopping = new AbortController();
  const storage = openStorage({
    databaseUrl: config.database.url,
    poolMax: config.database.poolMax,
    masterKeys: config.masterKeys,
    applicationName: 'yuexin-api',
    logger,
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
  const tokens = createTokenSource({
    client: wechat,
    store: storage.tokens,
    readSecret: async (appId) => (await storage.apps.readSecrets(appId))?.appSecret ?? null,
    logger,
    marginMs: config.token.refreshMarginMs,
    clock,
  });
  const sessions = createSessionTokens({ masterKeys: config.masterKeys, clock });
  const keys = createKeyAuthenticator({
    apiKeys: storage.apiKeys,
    clock,
    bootstrapAdminKey: config.bootstrapAdminKey,
  });
  const catalog = createAppCatalog({ storage, clock });
  const { publicUrl } = config;
  const useCases = createUseCases({
    ...{ storage, queue, wechat, tokens, sessions, catalog, clock, logger, metrics },
    askMax: config.subscribe.askMax,
    stopping: stopping.signal,
  });
  const routes = createRoutes({ storage, tokens, keys, catalog, clock, publicUrl, ...useCases });

  let startupProblem: string | null = 'The service is starting.';
  const app = createHttpApp({
    ...{ routes, keys, sessions, logger, metrics },
    rateLimit: createRateLimit(
      input.rateLimitPerMinute === undefined ? {} : { limit: input.rateLimitPerMinute },
    ),
    openApi: () => createOpenApiDocument({ routes, version, publicUrl }),
    board: { keys, listAppIds: catalog.listAppIds, queuesOf: queue.boardQueues },
    readiness: async () => (await storage.problem()) ?? startupProblem,
    startupProblem: () => startupProblem,
    trustProxy: config.api.trustProxy,
  });
  const heartbeat = createHeartbeat({
    upkeep: storage.upkeep,
    processId: `api-${randomUUID()}`,
    logger,
  });

  return {
    server: createServer(app),
    start: async (signal) => {
      await storage.ready(signal);
      startupProblem = null;
      heartbeat.start();
    },
    drain: async () => {
      stopping.abort();
      heartbeat.stop();
      await useCases.drain();
    },
    close: async () => {
      await Promise.all([queue.close(), wechat.close()]);
      await storage.close();
    },
  };
}
