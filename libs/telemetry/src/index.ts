export { createClock, type Clock } from './create-clock.ts';
export { createHttpServer } from './create-http-server.ts';
export { createLogger, type LoggerOptions, type LogLevel } from './create-logger.ts';
export {
  createMetrics,
  type CounterMetric,
  type GaugeMetric,
  type HistogramMetric,
  type Metrics,
  type MetricSpec,
} from './create-metrics.ts';
export {
  createShutdown,
  type Shutdown,
  type ShutdownHost,
  type ShutdownOptions,
} from './create-shutdown.ts';
export { currentLogContext, withLogContext, type LogContext } from './log-context.ts';
export { type LogFields, type Logger } from './logger.ts';
export { measureClients, type PoolUse } from './measure-clients.ts';
export { redactText } from './redact-text.ts';
export { redactValue } from './redact-value.ts';
export { sampleLines } from './sample-lines.ts';
export { openTracing } from './tracing/open-tracing.ts';
export {
  type OpenSpan,
  type Span,
  type SpanFacts,
  type Traceparent,
  type Tracing,
} from './tracing/tracing.ts';
