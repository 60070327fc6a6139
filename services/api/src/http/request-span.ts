import type { IncomingMessage } from 'node:http';
import type { Tracing } from '@yuexin/telemetry';
import { contextOf } from './request-context.ts';
import type { Step } from './step.ts';

const untraced = new Set(['/livez', '/readyz', '/metrics']);

/** A span for each request, in its caller's trace; named by its route, never by a path with ids in it. */
export function createRequestSpan(tracing: Tracing): Step {
  return (request, response, next) => {
    if (untraced.has(pathOf(request))) {
      next();
      return;
    }
    const { method = '' } = request;
    const context = contextOf(response);
    const span = tracing.begin({
      name: method,
      kind: 'server',
      attributes: { 'http.request.method': method, 'yuexin.request.id': context.requestId },
      parent: context.traceparent ?? undefined,
    });
    response.once('close', () => {
      const { route, problemCode } = context;
      const { statusCode } = response;
      span.rename(`${method} ${route}`);
      span.set({ 'http.route': route, 'http.response.status_code': statusCode });
      if (statusCode >= 500) span.fail(problemCode ?? `${statusCode}`);
      span.end();
    });
    span.run(next);
  };
}

const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0] ?? '';
