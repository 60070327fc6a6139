import type { Logger } from '../logger.ts';
import type { Tracing } from './tracing.ts';

/**
 * Tracing as the standard OTEL_* variables of this process want it: null, and nothing loaded, without
 * OTEL_EXPORTER_OTLP_ENDPOINT (`endpoint`) or with OTEL_SDK_DISABLED=true. Spans go to the collector as OTLP over HTTP in JSON.
 * Once a process: OpenTelemetry's context is global.
 */
export async function openTracing(options: {
  service: string;
  endpoint: string | null;
  logger: Logger;
}): Promise<Tracing | null> {
  const { service, endpoint, logger } = options;
  if (endpoint === null || process.env.OTEL_SDK_DISABLED === 'true') return null;
  const { exportSpans } = await import('./export-spans.ts');
  const tracing = exportSpans({ service, logger });
  logger.info('spans are exported', { endpoint: new URL(endpoint).origin });
  return tracing;
}
