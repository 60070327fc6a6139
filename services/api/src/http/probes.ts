import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@yuexin/errors';
import type { Metrics } from '@yuexin/telemetry';
import { Router } from 'express';
import { contextOf } from './request-context.ts';

/** Resolves to why the process cannot serve, or null. */
export type Readiness = () => Promise<string | null>;

const answerWithinMs = 3000;

async function ask(readiness: Readiness): Promise<string | null> {
  const controller = new AbortController();
  const late = delay(answerWithinMs, 'PostgreSQL does not answer.', { signal: controller.signal });
  // Losing the race aborts the timer, which rejects it.
  late.catch(() => undefined);
  try {
    return await Promise.race([readiness(), late]);
  } finally {
    controller.abort();
  }
}

/** /livez: the process runs. /readyz: PostgreSQL answers and migrations are current. /metrics: for Prometheus. */
export function createProbes(deps: { readiness: Readiness; metrics: Metrics }): Router {
  const router = Router();
  router.get('/livez', (_request, response) => {
    contextOf(response).route = '/livez';
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    contextOf(response).route = '/readyz';
    const reason = await ask(deps.readiness);
    if (reason !== null) throw new AppError('unavailable', { message: reason });
    response.json({ status: 'ready' });
  });
  router.get('/metrics', async (_request, response) => {
    contextOf(response).route = '/metrics';
    response.type(deps.metrics.contentType).send(await deps.metrics.render());
  });
  return router;
}
