import { createClock, sampleLines, type Logger, type Metrics } from '@yuexin/telemetry';
import { contextOf } from './request-context.ts';
import type { Step } from './step.ts';

const probes = new Set(['/livez', '/readyz', '/metrics']);

/** Of what goes well, as lines of level info; a problem is always told. */
const linesPerSecond = 100;

/** One line and two metrics for every answer: route, status, code, caller, duration; no query, header, body or id of a path. */
export function createAccessLog({ logger, metrics }: { logger: Logger; metrics: Metrics }): Step {
  const requests = metrics.counter({
    name: 'http_requests_total',
    help: 'Requests answered, by route and status.',
    labels: ['method', 'route', 'status'],
  });
  const durations = metrics.histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the end of its answer.',
    labels: ['method', 'route'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  });

  const noteSuccess = sampleLines(logger, { perSecond: linesPerSecond, clock: createClock() });

  return (request, response, next) => {
    response.once('close', () => {
      const context = contextOf(response);
      const durationMs = performance.now() - context.startedAtMs;
      const { method = '' } = request;
      const { route } = context;
      const status = response.writableFinished ? response.statusCode : 499;
      requests.inc({ method, route, status: String(status) });
      durations.observe({ method, route }, durationMs / 1000);
      if (probes.has(route)) return;
      const note = status < 400 ? noteSuccess : logger.info.bind(logger);
      note('request', {
        method,
        route,
        status,
        durationMs: Math.round(durationMs * 10) / 10,
        requestId: context.requestId,
        ...(context.problemCode !== null && { problem: context.problemCode }),
        ...(context.caller?.kind === 'key' && { keyId: context.caller.keyId }),
        ...(context.caller?.kind === 'session' && { appId: context.caller.appId }),
      });
    });
    next();
  };
}
