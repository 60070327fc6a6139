import { diag, DiagLogLevel } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Logger } from '../logger.ts';
import { createTracing } from './create-tracing.ts';
import type { Tracing } from './tracing.ts';

const closeMs = 3_000;

/** Tracing whose spans go to the collector in batches; endpoint, headers, sampler and the rest are read from OTEL_*. */
export function exportSpans({ service, logger }: { service: string; logger: Logger }): Tracing {
  const tell = (message: string): void =>
    logger.warn('spans could not be exported', { about: message });
  const quiet = (): void => undefined;
  diag.setLogger(
    { error: tell, warn: tell, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const processor = new BatchSpanProcessor(new OTLPTraceExporter());
  const tracing = createTracing({ service, processor });
  return {
    ...tracing,
    // A collector that is away must not hold up a shutdown.
    close: () =>
      Promise.race([
        tracing.close(),
        new Promise<void>((resolve) => setTimeout(resolve, closeMs).unref()),
      ]),
  };
}
