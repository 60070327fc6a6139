import type { RequestListener } from 'node:http';
import { AppError } from '@yuexin/errors';
import type { TrustProxy } from '@yuexin/config';
import type { Logger, Metrics, Tracing } from '@yuexin/telemetry';
import express, { Router, type Express, type RequestHandler } from 'express';
import { createAccessLog } from './access-log.ts';
import { createConsolePages } from './console-pages.ts';
import { createDocsPages } from './docs-pages.ts';
import { createAnswerFailure, createErrorHandler, type AnswerFailure } from './error-handler.ts';
import { createHotFront } from './hot-front.ts';
import { createLiveStream, type LiveStreamDeps } from './live-stream.ts';
import { mountRoutes, type MountDeps } from './mount-routes.ts';
import { createOidcPages, type OidcPagesDeps } from './oidc-pages.ts';
import { createProbes, type Readiness } from './probes.ts';
import { createProblemPages } from './problem-pages.ts';
import { createQueueBoard, type QueueBoardDeps } from './queue-board.ts';
import { createRequestContext } from './request-context.ts';
import { createRequestOrigin } from './request-origin.ts';
import { createRequestSpan } from './request-span.ts';
import type { Route } from './route.ts';
import { createSecurityHeaders } from './security-headers.ts';
import { requireStarted } from './serve-route.ts';
import { takeSteps, type Step } from './step.ts';

export type HttpAppDeps = Omit<MountDeps, 'origin'> &
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
    /** Express answers the hot routes too: for the test that tells the two apart. */
    isExpressAlone: boolean;
  };

/** The whole HTTP face: what is asked most is answered at once, everything else by Express. */
export function createHttpApp(given: HttpAppDeps): RequestListener {
  const app = createExpress(given);
  const trust = app.get('trust proxy fn') as (address: string, hop: number) => boolean;
  const deps = { ...given, origin: createRequestOrigin(trust) };
  const steps: Step[] = [
    createRequestContext(),
    ...(deps.tracing === null ? [] : [createRequestSpan(deps.tracing)]),
    createAccessLog(deps),
    createSecurityHeaders(),
  ];
  const answerFailure = createAnswerFailure(deps);
  const rateLimit: RequestHandler = async (request, response, next) => {
    await deps.countRequest(response, request.ip);
    next();
  };
  fillExpress(app, { ...deps, steps, answerFailure, rateLimit });
  if (deps.isExpressAlone) return app;
  const front = createHotFront({ ...deps, steps, answerFailure });
  return (request, response) => {
    if (!front(request, response)) app(request, response);
  };
}

function createExpress({ trustProxy }: Pick<HttpAppDeps, 'trustProxy'>): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', trustProxy);
  // Query values are strings or lists of strings, never objects.
  app.set('query parser', 'simple');
  return app;
}

type FillDeps = HttpAppDeps &
  MountDeps & { steps: readonly Step[]; answerFailure: AnswerFailure; rateLimit: RequestHandler };

/** From top to bottom, as Express reads it. */
function fillExpress(app: Express, deps: FillDeps): void {
  const { steps, answerFailure } = deps;
  app.use((request, response, next) => takeSteps({ steps, request, response, then: next }));
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
  app.use(createErrorHandler(answerFailure));
}

function createApi(deps: FillDeps): Router {
  const router = Router();
  mountRoutes(router, deps.routes, deps);
  return router;
}
