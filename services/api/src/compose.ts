import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { createJudgeAddress, findUrlProblems } from '@yuexin/callbacks';
import type { ApiConfig } from '@yuexin/config';
import { createHttpServer, type Clock, type Logger, type Tracing } from '@yuexin/telemetry';
import { createClients } from './create-clients.ts';
import { createHeartbeat } from './create-heartbeat.ts';
import { createKeyAuthenticator } from './http/authenticate.ts';
import { consoleDirectory as builtConsole } from './http/console-pages.ts';
import { createConsoleSessions, type ConsoleSessions } from './http/console-sessions.ts';
import { createEndedSessions } from './http/ended-sessions.ts';
import { createGuessLimits } from './http/create-guess-limit.ts';
import { createHttpApp } from './http/create-http-app.ts';
import { createRateLimit } from './http/create-rate-limit.ts';
import { createOpenApiDocument } from './http/openapi.ts';
import { createSessionTokens } from './http/session-tokens.ts';
import { createRoutes } from './routes/create-routes.ts';
import { createOidcProvider } from './oidc/oidc-provider.ts';
import { createAppCatalog } from './use-cases/apps/app-catalog.ts';
import { createSignInOperator } from './use-cases/console/sign-in-operator.ts';
import { createUseCases } from './use-cases/create-use-cases.ts';
import type { PerformAction } from './use-cases/operators/perform-action.ts';

/** Shown in the API document; the workspace has one version. */
const version = '0.1.0';

export type Api = {
  server: Server;
  /** Resolves when PostgreSQL answers and migrations are current: from then on requests are served. */
  start(signal: AbortSignal): Promise<void>;
  /** Says by its probe that it is not ready any more; requests are served all the same. */
  leave(): void;
  /** Lets long polls go and stores what was taken; call when the server takes no more connections. */
  drain(): Promise<void>;
  close(): Promise<void>;
};

export type ComposeInput = {
  config: ApiConfig;
  logger: Logger;
  /** Requests a caller may make in a minute. */
  rateLimitPerMinute?: number;
  /** Where the built console lies; default: where `npm run build` puts it. */
  consoleDirectory?: string;
  /** No route is answered before Express; for tests. */
  isExpressAlone?: boolean;
  /** Left out: no spans. */
  tracing?: Tracing | null;
};

/** Builds the api from its parts. Serves nothing but probes and pages until `start` resolves. */
export function composeApi(input: ComposeInput): Api {
  const { config, logger, tracing = null, consoleDirectory = builtConsole } = input;
  const clients = createClients({ config, logger });
  const { storage, queue, wechat, tokens, clock, metrics } = clients;
  const { masterKeys, bootstrapAdminKey, publicUrl } = config;
  const stopping = new AbortController();
  const endedSessions = createEndedSessions({ users: storage.users, clock });
  const sessions = createSessionTokens({ masterKeys, clock, ended: endedSessions });
  const keys = createKeyAuthenticator({ apiKeys: storage.apiKeys, clock, bootstrapAdminKey });
  const consoleSessions = createConsoleSessions({ storage, bootstrapAdminKey });
  const catalog = createAppCatalog({ storage, clock });
  const useCases = createUseCases({
    ...{ storage, queue, wechat, tokens, keys, sessions, consoleSessions, catalog },
    ...{ clock, logger, metrics, tracing },
    askMax: config.subscribe.askMax,
    refreshMarginMs: config.token.refreshMarginMs,
    backlogMax: config.backlog.max,
    reconcileWindowMs: config.reconcile.windowMs,
    stopping: stopping.signal,
  });
  const checkUrl = createCheckUrl(config.webhook);
  const routes = createRoutes({
    ...{ storage, tokens, keys, endedSessions, catalog, clock, publicUrl, checkUrl },
    oidcName: config.oidc?.name ?? null,
    ...useCases,
  });
  let startupProblem: string | null = 'The service is starting.';
  let stopProblem: string | null = null;
  const app = createHttpApp({
    ...{ routes, keys, sessions, consoleSessions, live: useCases.live, logger, metrics, tracing },
    ...{ consoleDirectory, guessLimits: createGuessLimits() },
    oidc: createOidc({ config, consoleSessions, performAction: useCases.performAction, clock }),
    countRequest: createRateLimit({ limit: input.rateLimitPerMinute }),
    isExpressAlone: input.isExpressAlone ?? false,
    openApi: () => createOpenApiDocument({ routes, version, publicUrl }),
    board: { listAppIds: () => catalog.listAppIds(), queuesOf: (ids) => queue.boardQueues(ids) },
    readiness: async () => stopProblem ?? (await storage.problem()) ?? startupProblem,
    startupProblem: () => startupProblem,
    trustProxy: config.api.trustProxy,
  });
  const server = createHttpServer(app);
  const processId = `api-${randomUUID()}`;
  const heartbeat = createHeartbeat({ upkeep: storage.upkeep, processId, logger });

  return {
    server,
    start: async (signal) => {
      await storage.ready(signal);
      startupProblem = null;
      heartbeat.start();
      void storage.tellConnectionWorries();
    },
    leave: () => (stopProblem = 'The service is stopping.'),
    drain: async () => {
      stopping.abort();
      heartbeat.stop();
      await useCases.drain();
    },
    close: () => clients.close(),
  };
}

/** Where callbacks may go. */
function createCheckUrl({ allowPrivate }: ApiConfig['webhook']) {
  const judgeAddress = createJudgeAddress({ allowPrivate });
  return (text: string) => findUrlProblems(text, { allowPrivate, judgeAddress });
}

/** Sign-in by an OpenID provider, where one is configured. */
function createOidc(deps: {
  config: Pick<ApiConfig, 'oidc' | 'publicUrl'>;
  consoleSessions: ConsoleSessions;
  performAction: PerformAction;
  clock: Clock;
}) {
  const { oidc, publicUrl } = deps.config;
  if (oidc === null) return null;
  const nowMs = () => deps.clock.monotonicMs();
  return {
    isSecure: publicUrl.startsWith('https:'),
    provider: createOidcProvider({ oidc, publicUrl, nowMs }),
    signInOperator: createSignInOperator({ ...deps, oidc }),
  };
}
