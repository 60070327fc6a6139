import { AppError } from '@yuexin/errors';
import type { TrustProxy } from '@yuexin/config';
import type { Logger, Metrics, Tracing } from '@yuexin/telemetry';
import express, { Router, type Express } from 'express';
import { createAccessLog } from './access-log.ts';
import { createConsolePages } from './console-pages.ts';
import { createDocsPages } from './docs-pages.ts';
import { createErrorHandler } from './error-handler.ts';
import { createLiveStream, type LiveStreamDeps } from './live-stream.ts';
import { mountRoutes, requireStarted, type MountDeps } from './mount-routes.ts';
import { createOidcPages, type OidcPagesDeps } from './oidc-pages.ts';
import { createProbes, type Readiness } from './probes.ts';
import { createProblemPages } from './problem-pages.ts';
import { createQueueBoard, type QueueBoardDeps } from './queue-board.ts';
import { createRequestContext } from './request-context.ts';
import { createRequestSpan } from './request-span.ts';
import type { Route } from './route.ts';
import { createSecurityHeaders } from './security-headers.ts';

export type HttpAppDeps = MountDeps &
  Pick<LiveStreamDeps, 'live'> &
  Pick<OidcPagesDeps, 'oidc'> & {
    routes: readonly Route[];
    openApi: () => object;
    board: Omit<QueueBoardDeps, 'keys' | 'consoleSessions'>;
    /** Where the built console lies. */
    consoleDirectory: string;
    readiness: Readiness;
    trustProxy: TrustProxy;
    logger: Logger;
    metrics: Metrics;
    tracing: Tracing | null;
  };

/** The whole HTTP face, as Express reads it: from top to bottom. */
export function createHttpApp(deps: HttpAppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', deps.trustProxy);
  // Query values are strings or lists of strings, never objects.
  app.set('query parser', 'simple');

  app.use(createRequestContext());
  if (deps.tracing !== null) app.use(createRequestSpan(deps.tracing));
  app.use(createAccessLog(deps));
  app.use(createSecurityHeaders());
  app.use(createProbes(deps));
  // Before the pages: what is asked a thousand times a second is not held against each of theirs first.
  app.use(createApi(deps));
  app.use(createDocsPages(deps));
  app.use(createProblemPages());
  app.use(createConsolePages({ directory: deps.consoleDirectory }));
  app.use((_request, _response, next) => {
    requireStarted(deps.startupProblem);
    next();
  });
  app.use(createQueueBoard({ ...deps, ...deps.board }));
  app.use(createLiveStream(deps));
  app.use(createOidcPages(deps));

  app.use(() => {
    throw new AppError('not-found', { message: 'There is nothing at this address.' });
  });
  app.use(createErrorHandler(deps));
  return app;
}

function createApi(deps: HttpAppDeps): Router {
  const router = Router();
  mountRoutes(router, deps.routes, deps);
  return router;
}
