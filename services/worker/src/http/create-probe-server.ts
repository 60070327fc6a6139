import { AppError, normaliseError } from '@yuexin/errors';
import type { Metrics } from '@yuexin/telemetry';
import express, { type ErrorRequestHandler, type Express } from 'express';

export type ProbeServerDeps = {
  /** Sentences on what keeps the worker from working; none: ready. */
  problems: () => Promise<string[]>;
  /** Brings the gauges up to date; must not reject. */
  measure: () => Promise<void>;
  metrics: Metrics;
};

/** `/livez`: this process answers. `/readyz`: PostgreSQL and the queue answer and the loops tick. `/metrics`: Prometheus. */
export function createProbeServer({ problems, measure, metrics }: ProbeServerDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');

  app.get('/livez', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/readyz', async (_request, response) => {
    const found = await problems();
    const status = found.length === 0 ? 'ok' : 'unavailable';
    response.status(found.length === 0 ? 200 : 503).json({ status, problems: found });
  });
  app.get('/metrics', async (_request, response) => {
    await measure();
    response.type(metrics.contentType).send(await metrics.render());
  });
  app.use(() => {
    const message = 'There are /livez, /readyz and /metrics here.';
    throw new AppError('not-found', { message });
  });
  app.use(answerProblem);
  return app;
}

/** Problem documents here as well: Express's own page would show where the code lies. */
const answerProblem: ErrorRequestHandler = (thrown: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(thrown);
    return;
  }
  const error = normaliseError(thrown);
  const isNotFound = error.code === 'not-found';
  const status = isNotFound ? 404 : 500;
  const problem = {
    ...{
      type: `/problems/${error.code}`,
      title: isNotFound ? 'Not found' : 'Internal error',
      status,
    },
    ...{ detail: isNotFound ? error.message : 'The service failed; its log says why.' },
    code: error.code,
  };
  response.status(status).type('application/problem+json').send(JSON.stringify(problem));
};
