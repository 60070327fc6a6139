import express, { type Express } from 'express';
import type { Metrics } from '@yuexin/telemetry';

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
  return app;
}
